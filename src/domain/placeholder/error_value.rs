//! The error values of spreadsheets.

/// Error values of spreadsheets, in English and as they are translated.
const ERRORS: &str = "#N/A|#REF!|#NAME?|#VALUE!|#DIV/0!|#NUM!|#NULL!|#SPILL!|#CALC!|#GETTING_DATA|#FIELD!|\
     #BLOCKED!|#CONNECT!|#UNKNOWN!|#BUSY!|#PYTHON!|#EXTERNAL!|#TIMEOUT!|#ERROR!|#CIRCULAR!|\
     #ARRAY!|#NV|#BEZUG!|#WERT!|#ZAHL!|#ÜBERLAUF!|#KALK!|#FELD!|#NOM?|#VALEUR!|#NOMBRE!|#NUL!|\
     #PROPAGATION!|#EPARS!|#N/D|#¡REF!|#¿NOMBRE?|#¡VALOR!|#¡DIV/0!|#¡NUM!|#¡NULO!|\
     #¡DESBORDAMIENTO!|#NOMBRE?|#VALOR!|#NULO!|#NOME?|#NÚM!|#DESPEJAR!|#RIF!|#VALORE!|#NULLO!|\
     #ESPANSIONE!|#CAMPO!|#N/B|#VERW!|#NAAM?|#WAARDE!|#DEEL/0!|#GETAL!|#LEEG!|#OVERLOOP!|#ADR!|\
     #NAZWA?|#ARG!|#DZIEL/0!|#LICZBA!|#ZERO!|#NENÍ_K_DISPOZICI|#ODKAZ!|#NÁZEV?|#HODNOTA!|\
     #DĚLENÍ_NULOU!|#ČÍSLO!|#SAKNAS!|#REFERENS!|#NAMN?|#VÄRDEFEL!|#DIVISION/0!|#OGILTIGT!|#I/T|\
     #REFERENCE!|#NAVN?|#VÆRDI!|#VERDI!|#PUUTTUU|#VIITTAUS!|#NIMI?|#ARVO!|#JAKO/0!|#LUKU!|\
     #TYHJÄ!|#Н/Д|#ССЫЛКА!|#ИМЯ?|#ЗНАЧ!|#ДЕЛ/0!|#ЧИСЛО!|#ПУСТО!|#ПЕРЕНОС!|#YOK|#BAŞV!|#AD?|\
     #DEĞER!|#SAYI/0!|#SAYI!|#BOŞ!|#HIÁNYZIK|#HIV!|#NÉV?|#ÉRTÉK!|#ZÉRÓOSZTÓ!|#SZÁM!|#NULLA!|#N/T|\
     #NEDOSTUPNÝ|#Δ/Υ|#PUUDUB|#ND|#NA|#ΤΙΜΗ!|#ΑΝΑΦ!|#ΟΝΟΜΑ?|#ΑΡΙΘ!|#ΔΙΑΙΡ/0!|#ΚΕΝΟ!|#TYPE!|\
     #BLOCKIERT!|#UNBEKANNT!|#PUUTTUU!|#SKÄRNING!|#LEERE!|#MATRIX!";

/// What spreadsheets write before the number of an error, by language.
const ERROR_WORDS: &str = "ERR|ERROR|FEHLER|ERREUR|ERRORE|ERRO|FOUT|FEL|FEJL|FEIL|VIRHE|BŁĄD|CHYBA|HIBA|EROARE|\
     GREŠKA|NAPAKA|HATA|ОШИБКА|ПОМИЛКА|ΣΦΆΛΜΑ|エラー|错误|錯誤|오류";

/// Whether a text may be an error value of a spreadsheet: a known one, or another from `#`
/// to `!` or `?`. Somebody may be called so already, but nobody new is.
pub(crate) fn is_error_value(text: &str) -> bool {
    let is_like = |rest: &str| rest.len() > 1 && rest.ends_with(['!', '?', '！', '？']);
    is_known_error(text) || text.strip_prefix('#').is_some_and(is_like)
}

/// Whether a text is an error value as spreadsheets write it in their languages: `#REF!`,
/// `#NOM?`, `#NV`, `Err:502`, `Fehler:502`.
pub(crate) fn is_known_error(text: &str) -> bool {
    let is_in = |words: &str, word: &str| words.split('|').any(|known| known == word);
    if text.starts_with('#') {
        return is_in(ERRORS, &text.to_uppercase());
    }
    text.split_once([':', '：']).is_some_and(|(word, number)| {
        let number = number.trim();
        number.len() == 3
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && is_in(ERROR_WORDS, &word.trim().to_uppercase())
    })
}
