//! Words of a column that says whether a pair grants: its heading, and what may be in
//! it beside the words for yes and no.

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
const GRANTING: &str = "add|grant|assign|allow|give|new|hinzufügen|erteilen|ajouter|accorder|agregar|añadir|conceder|\
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
     заблокирован|有効期限|無効|失効|失效|到期|禁用|만료|비활성";

/// Whether the filled cells of a column with this heading say that a pair is not granted.
pub(super) fn is_ending(word: &str) -> bool {
    let is_in = |words: &str| words.split('|').any(|heading| heading == word);
    // The words for what is done to a pair are headings, too, but for those that name a
    // column of actions.
    !word.is_empty() && !is_heading(word) && (is_in(ENDING) || is_in(REVOKING))
}

/// Whether a column with this heading, in the form of [`word`](crate::exchange::format::word),
/// says whether a line grants.
pub(super) fn is_heading(word: &str) -> bool {
    !word.is_empty() && HEADINGS.split('|').any(|heading| heading == word)
}

/// Whether a text says to grant or to revoke; `None` if it says neither.
pub(super) fn action(text: &str) -> Option<bool> {
    let text = text.trim().to_lowercase();
    let is_in = |words: &str| words.split('|').any(|word| word == text);
    if is_in(GRANTING) { Some(true) } else { is_in(REVOKING).then_some(false) }
}
