//! The list of words for yes and no, by language, for matrix marks, booleans and
//! states (active, inactive).

/// The words of a language, in lower case.
pub(super) struct Language {
    pub(super) name: &'static str,
    /// A grant, true, on, active.
    pub(super) yes: &'static [&'static str],
    /// No grant, false, off, inactive.
    pub(super) no: &'static [&'static str],
}

const fn language(
    name: &'static str,
    yes: &'static [&'static str],
    no: &'static [&'static str],
) -> Language {
    Language { name, yes, no }
}

/// Every language. A word has the same meaning wherever it is listed.
pub(super) const LANGUAGES: &[Language] = &[
    language(
        "English",
        &["yes", "true", "on", "ok", "granted", "allowed", "active", "activated", "enabled"],
        &["no", "false", "off", "denied", "inactive", "deactivated", "disabled", "not active"],
    ),
    language(
        "German",
        &["ja", "wahr", "aktiv", "aktiviert"],
        &["nein", "falsch", "inaktiv", "deaktiviert", "nicht aktiv"],
    ),
    language(
        "French",
        &["oui", "vrai", "actif", "active", "activé", "activée", "activee"],
        &[
            "non",
            "faux",
            "inactif",
            "inactive",
            "désactivé",
            "désactivée",
            "desactive",
            "desactivee",
        ],
    ),
    language(
        "Spanish",
        &["sí", "si", "verdadero", "cierto", "activo", "activa", "activado", "habilitado"],
        &["no", "falso", "inactivo", "inactiva", "desactivado", "inhabilitado", "deshabilitado"],
    ),
    language(
        "Portuguese",
        &["sim", "verdadeiro", "ativo", "ativa", "activo", "ativado", "habilitado"],
        &["não", "nao", "falso", "inativo", "inativa", "inactivo", "desativado", "desabilitado"],
    ),
    language(
        "Italian",
        &["sì", "si", "vero", "attivo", "attiva", "attivato", "abilitato"],
        &["no", "falso", "inattivo", "inattiva", "disattivato", "disabilitato"],
    ),
    language(
        "Dutch",
        &["ja", "waar", "actief", "ingeschakeld"],
        &["nee", "neen", "onwaar", "inactief", "uitgeschakeld"],
    ),
    language(
        "Polish",
        &["tak", "prawda", "aktywny", "aktywna", "włączony", "wlaczony"],
        &["nie", "fałsz", "falsz", "nieaktywny", "nieaktywna", "wyłączony", "wylaczony"],
    ),
    language(
        "Czech and Slovak",
        &["ano", "áno", "pravda", "aktivní", "aktivni", "aktívny", "aktivny"],
        &["ne", "nie", "nepravda", "neaktivní", "neaktivni", "neaktívny", "neaktivny"],
    ),
    language(
        "Danish, Norwegian, Swedish",
        &["ja", "sand", "sandt", "sant", "aktiv", "aktivt"],
        &["nej", "nei", "falsk", "falskt", "usann", "usant", "inaktiv", "inaktivt"],
    ),
    language(
        "Finnish and Estonian",
        &["kyllä", "kylla", "tosi", "aktiivinen", "jah"],
        &["ei", "epätosi", "epatosi"],
    ),
    language(
        "Hungarian",
        &["igen", "igaz", "aktív", "aktiv"],
        &["nem", "hamis", "inaktív", "inaktiv"],
    ),
    language("Romanian", &["da", "adevărat", "adevarat", "activ"], &["nu", "fals", "inactiv"]),
    language(
        "Croatian, Serbian, Slovene",
        &["da", "istina", "točno", "aktivan", "aktiven"],
        &["ne", "neistina", "netočno", "neaktivan", "neaktiven"],
    ),
    language(
        "Turkish",
        &["evet", "doğru", "dogru", "aktif", "etkin"],
        &["hayır", "hayir", "yanlış", "yanlis", "pasif", "devre dışı", "devre disi"],
    ),
    language(
        "Russian and Ukrainian",
        &["да", "истина", "активен", "активный", "включен", "включено", "так", "активний"],
        &[
            "нет",
            "ложь",
            "неактивен",
            "неактивный",
            "выключен",
            "выключено",
            "отключен",
            "отключено",
            "ні",
            "неактивний",
        ],
    ),
    language(
        "Greek",
        &["ναι", "αληθές", "αληθες", "ενεργός", "ενεργος", "ενεργό", "ενεργο"],
        &["όχι", "οχι", "ψευδές", "ψευδες", "ανενεργός", "ανενεργος", "ανενεργό", "ανενεργο"],
    ),
    language(
        "Indonesian and Malay",
        &["ya", "benar", "aktif"],
        &["tidak", "salah", "nonaktif", "tidak aktif"],
    ),
    language("Vietnamese", &["có", "đúng"], &["không", "sai"]),
    language("Arabic", &["نعم", "صحيح", "نشط"], &["لا", "خطأ", "غير نشط"]),
    language("Hebrew", &["כן", "אמת", "פעיל"], &["לא", "שקר", "לא פעיל"]),
    language(
        "Chinese",
        &["是", "有", "对", "對", "真", "启用", "啟用", "激活", "有效"],
        &["否", "无", "無", "错", "錯", "假", "停用", "禁用", "未激活", "无效", "無效"],
    ),
    language(
        "Japanese",
        &["はい", "有", "あり", "有り", "可", "真", "有効"],
        &["いいえ", "無", "なし", "無し", "不可", "偽", "無効"],
    ),
    language(
        "Korean",
        &["예", "네", "참", "활성", "활성화", "사용"],
        &["아니요", "아니오", "거짓", "비활성", "비활성화", "미사용"],
    ),
];

/// Signs that are unambiguous in every language, as are the numbers 1 and 0 (also
/// 1.0 and 0,00) and an empty cell.
pub(super) const CLEAR: Language =
    language("signs", &["1", "■", "▪"], &["0", "·", "-", "–", "—", ".", "▫"]);

/// Pairs of letters that mean yes and no if a file has both and no third letter. A letter that
/// begins words of opposite meaning (D for da and for disabled, I for igen and for inactive)
/// is not paired with Y or N.
pub(super) const LETTERS: &[(char, char, &str)] = &[
    ('y', 'n', "English"),
    ('j', 'n', "German, Dutch, Danish, Norwegian, Swedish"),
    ('o', 'n', "French"),
    ('s', 'n', "Spanish, Portuguese, Italian"),
    ('t', 'n', "Polish"),
    ('a', 'n', "Czech, Slovak"),
    ('k', 'e', "Finnish"),
    ('e', 'h', "Turkish"),
    ('t', 'f', "true and false"),
    ('w', 'f', "German, true and false"),
    ('v', 'f', "French, Spanish, Portuguese, Italian, true and false"),
    ('p', 'f', "Polish, true and false"),
    ('i', 'h', "Hungarian, true and false"),
    ('д', 'н', "Russian"),
];
