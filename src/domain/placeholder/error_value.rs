//! The error values of spreadsheets.

/// Error values of spreadsheets, in English and in their translations.
const ERRORS: &str = "#N/A|#REF!|#NAME?|#VALUE!|#DIV/0!|#NUM!|#NULL!|#SPILL!|#CALC!|#GETTING_DATA|#FIELD!|\
     #BLOCKED!|#CONNECT!|#UNKNOWN!|#BUSY!|#PYTHON!|#EXTERNAL!|#TIMEOUT!|#ERROR!|#CIRCULAR!|\
     #ARRAY!|#NV|#BEZUG!|#WERT!|#ZAHL!|#ÜBERLAUF!|#KALK!|#FELD!|#NOM?|#VALEUR!|#NOMBRE!|#NUL!|\
     #PROPAGATION!|#EPARS!|#N/D|#¡REF!|#¿NOMBRE?|#¡VALOR!|#¡DIV/0!|#¡NUM!|#¡NULO!|\
     #¡DESBORDAMIENTO!|#NOMBRE?|#VALOR!|#NULO!|#NOME?|#NÚM!|#DESPEJAR!|#RIF!|#VALORE!|#NULLO!|\
     #ESPANSIONE!|#CAMPO!|#N/B|#VERW!|#NAAM?|#WAARDE!|#DEEL/0!|#GETAL!|#LEEG!|#OVERLOOP!|#ADR!|\
     #NAZWA?|#ARG!|#DZIEL/0!|#LICZBA!|#ZERO!|#NENÍ_K_DISPOZICI|#ODKAZ!|#NÁZEV?|#HODNOTA!|\
     #DĚLENÍ_NULOU!|#ČÍSLO!|#SAKNAS!|#REFERENS!|#NAMN?|#VÄRDEFEL!|#DIVISION/0!|#OGILTIGT!|#I/T|#N/V|\
     #REFERENCE!|#NAVN?|#VÆRDI!|#VERDI!|#PUUTTUU|#VIITTAUS!|#NIMI?|#ARVO!|#JAKO/0!|#LUKU!|\
     #TYHJÄ!|#Н/Д|#ССЫЛКА!|#ИМЯ?|#ЗНАЧ!|#ДЕЛ/0!|#ЧИСЛО!|#ПУСТО!|#ПЕРЕНОС!|#YOK|#BAŞV!|#AD?|\
     #DEĞER!|#SAYI/0!|#SAYI!|#BOŞ!|#HIÁNYZIK|#HIV!|#NÉV?|#ÉRTÉK!|#ZÉRÓOSZTÓ!|#SZÁM!|#NULLA!|#N/T|\
     #NEDOSTUPNÝ|#Δ/Υ|#PUUDUB|#ND|#NA|#ΤΙΜΗ!|#ΑΝΑΦ!|#ΟΝΟΜΑ?|#ΑΡΙΘ!|#ΔΙΑΙΡ/0!|#ΚΕΝΟ!|#TYPE!|\
     #BLOCKIERT!|#UNBEKANNT!|#PUUTTUU!|#SKÄRNING!|#LEERE!|#MATRIX!";

/// The word that spreadsheets write before the number of an error, by language.
const ERROR_WORDS: &str = "ERR|ERROR|FEHLER|ERREUR|ERRORE|ERRO|FOUT|FEL|FEJL|FEIL|VIRHE|BŁĄD|CHYBA|HIBA|EROARE|\
     GREŠKA|NAPAKA|HATA|ОШИБКА|ПОМИЛКА|ΣΦΆΛΜΑ|エラー|错误|錯誤|오류";

/// What Google Sheets shows until a cell is computed, by language.
const LOADING: &str = "loading|wird geladen|chargement|chargement en cours|cargando|carregando|a carregar|caricamento|\
     caricamento in corso|laden|bezig met laden|wczytywanie|ładowanie|načítání|načítava sa|indlæser|laster inn|\
     läser in|ladataan|betöltés|se încarcă|učitavanje|yükleniyor|загрузка|завантаження|φόρτωση|memuat|đang tải|\
     جارٍ التحميل|טוען|正在加载|加载中|載入中|正在載入|読み込んでいます|読み込み中|로드 중|로드 중입니다";

/// Whether a text may be an error value of a spreadsheet: a known one, one without its last
/// character, or any text from `#` to `!` or `?`. Existing names may look like this; new ones
/// are rejected.
pub(crate) fn is_error_value(text: &str) -> bool {
    let is_like = |rest: &str| rest.len() > 1 && rest.ends_with(['!', '?', '！', '？']);
    let is_cut_off = |rest: &str| {
        let text = rest.to_uppercase();
        !text.is_empty()
            && ERRORS.split('|').any(|known| {
                let known = known.strip_prefix('#').unwrap_or(known);
                known.strip_suffix(['!', '?']).is_some_and(|known| known == text)
            })
    };
    is_known_error(text) || text.strip_prefix('#').is_some_and(|it| is_like(it) || is_cut_off(it))
}

/// Whether a text is an error value as spreadsheets write it in various languages: `#REF!`,
/// `#NOM?`, `#NV`, `Err:502`, `Fehler:502`.
pub(crate) fn is_known_error(text: &str) -> bool {
    let is_in = |words: &str, word: &str| words.split('|').any(|known| known == word);
    if text.starts_with('#') {
        return is_in(ERRORS, &text.to_uppercase());
    }
    let loading = text.strip_suffix("...").or_else(|| text.strip_suffix('…'));
    if loading.is_some_and(|word| is_in(LOADING, &word.trim().to_lowercase())) {
        return true;
    }
    text.split_once([':', '：']).is_some_and(|(word, number)| {
        let number = number.trim();
        number.len() == 3
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && is_in(ERROR_WORDS, &word.trim().to_uppercase())
    })
}
