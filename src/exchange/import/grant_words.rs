//! Words of a column that says whether a pair grants: its heading, and what may be in
//! it beside the words for yes and no.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::{Answer, Signs};
use crate::exchange::format::{Heading, PAIR_HEADINGS, word};
use crate::exchange::formula_escape::original;

/// What the heading of a column, or the name of a field of JSON, says of what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GrantHeading {
    /// Yes grants, and no does not.
    Decides,
    /// What is in it ended or ends a grant, or says that there is none.
    Ends,
    /// The same, if nothing but answers is in it: a word of it says so, others are not known.
    MayEnd,
    /// It is about something else.
    Aside,
    /// Only what is in it can tell.
    Open,
}

/// Words that say nothing of their own in a heading.
const FILLERS: [&str; 12] =
    ["is", "has", "was", "are", "been", "the", "yes", "no", "y", "n", "ist", "wurde"];

/// Headings that in a list of users are about the user, not about access.
const STATES: &str = "active|isactive|status|state|enabled|member|membership|aktiv|actif|activo|ativo|attivo|\
     actief|activ|etat|état|estado|stato|staat|zustand";

/// The headings that say what their column is.
static KNOWN: LazyLock<HashMap<&str, GrantHeading>> = LazyLock::new(|| {
    let of = |words: &'static str, is: GrantHeading| words.split('|').map(move |word| (word, is));
    // The words for what is done to a pair are headings, too, but for those that name a
    // column of actions: the last that is inserted counts.
    let ending = of(ENDING, GrantHeading::Ends).chain(of(REVOKING, GrantHeading::Ends));
    ending.chain(of(HEADINGS, GrantHeading::Decides)).collect()
});

/// What a list of changes says of a pair, and whether that grants it.
static ACTIONS: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    let revoking = REVOKING.split('|').map(|word| (word, false));
    revoking.chain(GRANTING.split('|').map(|word| (word, true))).collect()
});

/// Headings of a column of yes and no, in the languages of the list of answers.
const HEADINGS: &str = "granted|grant|access|hasaccess|allowed|allow|permitted|permission|permissions|value|mark|\
     assigned|authorized|authorised|entitled|enabled|active|isactive|status|state|member|\
     membership|yesno|right|rights|zugriff|zugang|berechtigt|berechtigung|freigabe|\
     freigegeben|wert|aktiv|recht|accès|acces|autorisé|autorise|autorisation|valeur|droit|\
     actif|acceso|permitido|permiso|concedido|valor|activo|acesso|permissão|permissao|ativo|\
     accesso|consentito|permesso|valore|attivo|toegang|waarde|actief|dostęp|dostep|wartość|\
     wartosc|přístup|pristup|hodnota|prístup|adgang|tilgang|værdi|verdi|åtkomst|värde|pääsy|\
     arvo|hozzáférés|érték|valoare|vrijednost|erişim|erisim|yetki|değer|доступ|значение|\
     значення|πρόσβαση|τιμή|akses|nilai|quyền|وصول|صلاحية|גישה|访问|权限|訪問|權限|值|アクセス|権限|値|접근|권한|\
     값|action|operation|op|change|aktion|opération|acción|ação|azione|actie|действие|操作";

/// What a list of changes says of a pair that it adds.
const GRANTING: &str = "+|＋|add|grant|assign|allow|give|new|hinzufügen|erteilen|ajouter|accorder|agregar|añadir|conceder|\
     adicionar|aggiungere|concedere|toevoegen|verlenen|dodaj|nadaj|přidat|tilføj|lägg till|lisää|\
     hozzáad|добавить|предоставить|追加|添加|추가";

/// What a list of changes, or of requests, says of a pair that is not to be granted.
const REVOKING: &str = "revoke|remove|delete|deny|drop|withdraw|unassign|revoked|removed|deleted|rejected|declined|\
     refused|expired|terminated|suspended|blocked|left|entfernen|entziehen|löschen|widerrufen|\
     entzogen|gelöscht|entfernt|abgelehnt|gesperrt|verweigert|retirer|révoquer|supprimer|retiré|\
     révoqué|supprimé|refusé|expiré|quitar|revocar|eliminar|revocado|eliminado|denegado|rechazado|\
     remover|revogar|excluir|revogado|removido|negado|rejeitado|rimuovere|revocare|revocato|rimosso|\
     negato|rifiutato|verwijderen|intrekken|verwijderd|ingetrokken|geweigerd|usuń|odbierz|usunięto|\
     odmowa|odebrano|odebrat|odebráno|zamítnuto|fjern|fjernet|afvist|ta bort|borttagen|nekad|poista|\
     poistettu|evätty|töröl|törölve|elutasítva|удалить|отозвать|удалено|отозвано|отказано|取消|削除|\
     拒否|却下|撤销|删除|拒绝|제거|삭제|거부";

/// Headings of a column whose filled cells say that a pair is not, or not any more,
/// granted, beside the words of [`REVOKING`]: when it ended, or ends.
const ENDING: &str = "revokedat|revokedon|revokedate|removedat|removedon|deletedat|deletedon|deniedat|denied|\
     exclude|excluded|noaccess|notgranted|disallowed|forbidden|inactive|disabled|isdisabled|\
     isdeleted|isrevoked|isremoved|isblocked|locked|expires|expiresat|expireson|expiry|expirydate|\
     expirationdate|validuntil|validto|enddate|until|terminatedat|leftat|leavingdate|\
     entzogenam|gelöschtam|gesperrtam|gültigbis|ablaufdatum|inaktiv|ausgeschlossen|keinzugang|\
     keinzugriff|expirele|valablejusquau|datedefin|inactif|exclu|sansaccès|vence|caduca|\
     válidohasta|fechafin|inactivo|excluido|sinacceso|válidoaté|datafim|inativo|excluído|\
     scadenza|validofino|inattivo|escluso|vervaldatum|geldigtot|inactief|uitgesloten|ważnedo|\
     nieaktywny|platnédo|udløber|gyldigtil|inaktiv|utgår|vanhenee|lejár|истекает|неактивен|\
     заблокирован|有効期限|無効|失効|失效|到期|禁用|만료|비활성|deactivated|isdeactivated|\
     notallowed|notpermitted|notauthorized|notauthorised|unauthorized|unauthorised|prohibited|\
     barred|ban|banned|invalid|expire|leaver|leavers|offboard|offboarded|offboarding|onleave|\
     deaktiviert|ungültig|verboten|geschlossen|désactivé|desactive|bloqué|interdit|nonautorisé|\
     bloqueado|desactivado|prohibido|noautorizado|desativado|proibido|disattivato|bloccato|vietato|\
     geblokkeerd|gedeactiveerd|verlopen|zablokowany|zabronione|blokováno|zakázáno|spärrad|\
     inaktiverad|blokeret|deaktiveret|estetty|letiltva|запрещено|отключен|заборонено|禁止|停用|停止|\
     封禁|금지|차단";

/// Words that turn a heading into its contrary, or ask for an end.
const NEGATIONS: &str = "not|longer|without|cannot|lost|kein|keine|keinen|nicht|ohne|pas|sans|aucun|sin|sem|não|nao|senza|non|niet|\
     geen|zonder|nie|bez|ikke|inte|utan|ei|ilman|nem|не|без|retire|cancel|cancelled|canceled|\
     supprimer|entfernen|eliminar";

impl GrantHeading {
    /// What a heading says.
    pub(super) fn of(heading: &str) -> Self {
        if let Some(known) = KNOWN.get(word(heading).as_str()) {
            return *known;
        }
        if are_partners(heading) {
            Self::Decides
        } else if Heading::of(heading) == Some(Heading::Aside) {
            Self::Aside
        } else {
            Self::of_words(heading)
        }
    }

    /// What a heading of several words says, each of which is known: `Access granted?`,
    /// `Granted (Y/N)`, `is granted`.
    fn of_words(heading: &str) -> Self {
        let said = heading.split_once(['(', '[']).map_or(heading, |(before, _)| before);
        let words = said.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
        let words = words.filter(|word| !word.is_empty() && !FILLERS.contains(&word.as_str()));
        let words: Vec<String> = words.collect();
        let negates = words.iter().any(|it| NEGATIONS.split('|').any(|negation| negation == it));
        let known: Vec<Option<Self>> =
            words.iter().map(|word| KNOWN.get(word.as_str()).copied()).collect();
        let ends = known.contains(&Some(Self::Ends));
        if known.is_empty() || known.contains(&None) {
            return if ends || negates { Self::MayEnd } else { Self::Open };
        }
        if ends || negates { Self::Ends } else { Self::Decides }
    }
}

/// Whether a column of pairs, or a field beside them, may say whether they grant: it is
/// not one of the names, nor what an export has beside them.
pub(super) fn may_decide(heading: &str) -> bool {
    let is_name = matches!(
        Heading::of(heading),
        Some(Heading::Username | Heading::Company | Heading::Tenant)
    );
    let is_ours = || PAIR_HEADINGS.iter().any(|ours| word(ours) == word(heading));
    !heading.trim().is_empty() && !is_name && !is_ours()
}

/// Whether a column of a matrix may say that the marks of a line are no grants.
pub(super) fn may_refuse(heading: &str) -> bool {
    let is_state = || STATES.split('|').any(|state| state == word(heading));
    match GrantHeading::of(heading) {
        GrantHeading::Decides => may_decide(heading) && !is_state(),
        GrantHeading::Ends => may_decide(heading),
        GrantHeading::Aside | GrantHeading::Open | GrantHeading::MayEnd => false,
    }
}

/// Whether a heading is yes and no themselves: `+/-`, `Y/N`, `ja / nein`, `±`.
fn are_partners(heading: &str) -> bool {
    if heading.trim() == "±" {
        return true;
    }
    let Some((one, other)) = heading.split_once(['/', '|']) else {
        return false;
    };
    // S/N is a serial number more often than sí and no, and N/A not available.
    if matches!(word(heading).as_str(), "sn" | "na")
        || one.trim().is_empty()
        || other.trim().is_empty()
    {
        return false;
    }
    let answers = [one, other].map(answer);
    let mut signs = Signs::default();
    for answer in answers.into_iter().flatten() {
        if let Answer::Sign(sign) = answer {
            signs.insert(sign);
        }
    }
    let meanings = answers.map(|answer| match answer? {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        Answer::Sign(sign) => sign.among(signs),
    });
    matches!(meanings, [Some(one), Some(other)] if one != other)
}

/// What a text says as a mark beside a pair, where plus is yes.
pub(super) fn answer(text: &str) -> Option<Answer> {
    Answer::of(text).or_else(|| matches!(text.trim(), "+" | "＋").then_some(Answer::Yes))
}

/// Whether a text says to grant or to revoke; `None` if it says neither.
pub(super) fn action(text: &str) -> Option<bool> {
    let text = original(text).unwrap_or(text).trim().to_lowercase();
    ACTIONS.get(text.as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_whether_its_column_decides() {
        use GrantHeading::{Aside, Decides, Ends, Open};
        for (heading, is) in [
            ("Granted", Decides),
            ("has access?", Decides),
            ("Action", Decides),
            ("Access granted?", Decides),
            ("Granted (Y/N)", Decides),
            ("granted [yes or no]", Decides),
            ("Grant status", Decides),
            ("is_granted", Decides),
            ("Access revoked", Ends),
            ("is blocked", Ends),
            ("date granted", Open),
            ("Access level", Open),
            ("Right of way", Open),
            ("is", Open),
            ("+/-", Decides),
            (" + / - ", Decides),
            ("±", Decides),
            ("Y/N", Decides),
            ("ja/nein", Decides),
            ("1|0", Decides),
            ("revoked", Ends),
            ("Valid until", Ends),
            ("delete", Ends),
            ("comment", Aside),
            ("S/N", Open),
            ("N/A", Open),
            ("+/+", Open),
            ("A/B", Open),
            ("/", Open),
            ("#", Open),
            ("site", Open),
            ("", Open),
        ] {
            assert_eq!(GrantHeading::of(heading), is, "{heading}");
        }
    }

    #[test]
    fn names_and_the_columns_of_an_export_do_not_decide() {
        for heading in ["login", "Company name", "tenant", "granted at", "By", "reason", " "] {
            assert!(!may_decide(heading), "{heading}");
        }
        for heading in ["granted", "comment", "+/-", "site"] {
            assert!(may_decide(heading), "{heading}");
        }
    }

    #[test]
    fn a_list_of_changes_says_what_is_done() {
        for (text, said) in
            [(" Add ", Some(true)), ("+", Some(true)), ("'+", Some(true)), ("Revoke", Some(false))]
        {
            assert_eq!(action(text), said, "{text}");
        }
        for text in ["", "move", "-"] {
            assert_eq!(action(text), None, "{text}");
        }
    }
}
