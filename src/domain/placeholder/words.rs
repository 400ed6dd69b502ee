//! Words that people and programs write for a missing value.

/// Words for no value, by language, without full stops and brackets.
pub(super) const WORDS: &[&str] = &[
    // English, and what programs write.
    "n/a|n/d|n.a|none|nil|null|nan|undefined|unknown|not applicable|not available|not set|not specified|no value|no data|empty|object object|tbd|tba|tbc|to be determined|to be defined|\\n|#n/a|na()|???",
    // German.
    "k.a|k. a|keine|keiner|keins|keine angabe|nicht vorhanden|nicht zutreffend|unbekannt|entfällt|n.v",
    // French.
    "aucun|aucune|néant|neant|sans objet|s/o|non applicable|non disponible|inconnu|inconnue|n.d|rien",
    // Spanish.
    "ninguno|ninguna|ningún|ningun|no aplica|no disponible|sin datos|sin dato|desconocido|s/d",
    // Portuguese.
    "nenhum|nenhuma|não aplicável|nao aplicavel|não disponível|nao disponivel|desconhecido|sem dados",
    // Italian.
    "nessuno|nessuna|non disponibile|non applicabile|sconosciuto|niente",
    // Dutch.
    "geen|n.v.t|nvt|niet van toepassing|niet beschikbaar|onbekend",
    // Polish.
    "brak|nie dotyczy|niedostępne|niedostepne|nieznany|nieznane|żaden|zaden",
    // Czech and Slovak.
    "žádný|žádná|zadny|není|neni|neznámý|neznamy|nevyplněno|žiadny|žiadna|ziadny|neznámy",
    // Danish, Norwegian, Swedish.
    "ingen|intet|ikke relevant|ikke tilgængelig|ukendt|ukjent|ingen verdi|inget|saknas|okänd|okand|ej tillämpligt|ej tillämplig",
    // Finnish and Estonian.
    "ei mitään|ei mitaan|ei ole|ei tiedossa|tuntematon|tyhjä|tyhja|puudub|puuduvad|tundmatu",
    // Hungarian.
    "nincs|nincs adat|ismeretlen|üres|nem alkalmazható",
    // Romanian.
    "niciunul|niciuna|nimic|necunoscut|nu se aplică|nu se aplica",
    // Croatian, Serbian, Slovene.
    "nijedan|nepoznato|nepoznat|prazno|ništa|ni podatka|neznano|nobeden|ni na voljo",
    // Turkish.
    "yok|hiçbiri|hicbiri|bilinmiyor|geçerli değil",
    // Russian and Ukrainian.
    "нет|нет данных|отсутствует|неизвестно|не указано|не указан|н/д|б/н|пусто|немає|невідомо|відсутній|не вказано|ничего",
    // Greek.
    "κανένα|κανένας|καμία|τίποτα|άγνωστο|μ/δ|δ/υ|κενό",
    // Indonesian and Malay.
    "tidak ada|tiada|kosong|tidak diketahui|tidak tersedia|belum ada",
    // Vietnamese.
    "không có|khong co|không rõ|trống|chưa có",
    // Arabic.
    "لا يوجد|لا شيء|غير متوفر|غير متاح|غير معروف|فارغ|بدون|غير محدد",
    // Hebrew.
    "אין|ללא|לא ידוע|לא זמין|ריק|לא רלוונטי",
    // Chinese.
    "无|無|没有|沒有|空|不适用|不適用|未知|暂无|暫無|未填|无数据",
    // Japanese.
    "なし|無し|無|該当なし|該当無し|未定|不明|未設定|空白|未入力",
    // Korean.
    "없음|해당없음|해당 없음|미정|알 수 없음|모름|공백",
];

/// Words that programs write in brackets for a missing value; without brackets they may be names.
pub(super) const IN_BRACKETS: &str = "na|blank|leer|vide|vacío|en blanco|vazio|em branco|vuoto|leeg|prázdné|tom|tomt|boş|пусто|空白|空";

/// What the Python library pandas writes for a missing time.
pub(super) const NOT_A_TIME: &str = "NaT";
