//! The words for granting and revoking access, by language. Comparisons ignore accents, case, spaces
//! and punctuation.

/// Headings that in a list of users are about the user, not about access.
pub(super) const STATES: &str = "active|isactive|status|state|enabled|member|membership|aktiv|actif|activo|ativo|attivo|\
     actief|activ|etat|estado|stato|staat|zustand";

/// Headings of a column of yes and no, in the languages of the list of answers.
pub(super) const HEADINGS: &str = "granted|grant|access|hasaccess|allowed|allow|permitted|permission|permissions|value|mark|\
     assigned|authorized|authorised|entitled|enabled|active|isactive|status|state|member|\
     membership|yesno|right|rights|zugriff|zugang|berechtigt|berechtigung|freigabe|\
     freigegeben|wert|aktiv|recht|accès|autorisé|autorisation|valeur|droit|\
     actif|acceso|permitido|permiso|concedido|valor|activo|acesso|permissão|ativo|\
     accesso|consentito|permesso|valore|attivo|toegang|waarde|actief|dostęp|wartość|\
     přístup|hodnota|prístup|adgang|tilgang|værdi|verdi|åtkomst|värde|pääsy|\
     arvo|hozzáférés|érték|valoare|vrijednost|erişim|yetki|değer|доступ|значение|\
     значення|πρόσβαση|τιμή|akses|nilai|quyền|وصول|صلاحية|גישה|访问|权限|訪問|權限|值|アクセス|権限|値|접근|권한|\
     값|action|operation|op|change|aktion|opération|acción|ação|azione|actie|действие|操作";

/// Words for an added pair in a list of changes.
pub(super) const GRANTING: &str = "add|grant|assign|allow|give|new|hinzufügen|erteilen|ajouter|accorder|agregar|añadir|conceder|\
     adicionar|aggiungere|concedere|toevoegen|verlenen|dodaj|nadaj|přidat|tilføj|lägg till|lisää|\
     hozzáad|добавить|предоставить|追加|添加|추가";

/// Words for a removed or refused pair in a list of changes or requests. In a column that decides, they
/// revoke with `--mode mirror`, so the list has only unambiguous words. As headings they mean that a
/// grant ended.
pub(super) const REVOKING: &[&str] = &[
    // English.
    "revoke|remove|delete|deny|drop|withdraw|unassign|revoked|removed|deleted|rejected|declined|refused|\
     expired|terminated|suspended|blocked|left",
    // German.
    "entfernen|entziehen|löschen|widerrufen|entzogen|gelöscht|entfernt|abgelehnt|gesperrt|verweigert",
    // French.
    "retirer|révoquer|supprimer|retiré|révoqué|supprimé|refusé|expiré",
    // Spanish.
    "quitar|revocar|eliminar|revocado|eliminado|denegado|rechazado",
    // Portuguese.
    "remover|revogar|excluir|revogado|removido|negado|rejeitado",
    // Italian.
    "rimuovere|revocare|revocato|rimosso|negato|rifiutato",
    // Dutch.
    "verwijderen|intrekken|verwijderd|ingetrokken|geweigerd",
    // Polish.
    "usuń|odbierz|usunięto|odmowa|odebrano",
    // Czech and Slovak.
    "odebrat|odebráno|zamítnuto",
    // Danish, Norwegian, Swedish.
    "fjern|fjernet|afvist|ta bort|borttagen|nekad",
    // Finnish and Estonian.
    "poista|poistettu|evätty",
    // Hungarian.
    "töröl|törölve|elutasítva",
    // Russian and Ukrainian.
    "удалить|отозвать|удалено|отозвано|отказано",
    // Chinese.
    "取消|撤销|删除|拒绝",
    // Japanese.
    "削除|拒否|却下",
    // Korean.
    "제거|삭제|거부",
];

/// In addition to [`REVOKING`], headings of a column in which a value means that a pair is not, or no
/// longer, granted: when it ended or ends, or that it is over.
pub(super) const ENDING: &[&str] = &[
    // English.
    "revokedat|revokedon|revokedate|removedat|removedon|deletedat|deletedon|deniedat|exclude|excluded|\
     noaccess|notgranted|disallowed|forbidden|inactive|isdisabled|isdeleted|isrevoked|isremoved|\
     isblocked|locked|expires|expiresat|expireson|expiry|expirydate|expirationdate|validuntil|validto|\
     enddate|until|terminatedat|leftat|leavingdate|deactivated|isdeactivated|notallowed|notpermitted|\
     notauthorized|notauthorised|unauthorized|unauthorised|prohibited|barred|ban|banned|invalid|expire|\
     leaver|leavers|offboarding|onleave|closed|former|formerly|previous|previously|past|old|obsolete|\
     optout|wrong|error|errors|mistake|exit|exitdate|exited|resigned|retired|dismissed|fired|archived|\
     paused|frozen|quit|outdated|deprecated|discontinued|dormant|revocation|removal|deletion|termination|\
     suspension|cancellation|expiration|withdrawal|exmember|exemployee|ended|endedat|endson|finished|\
     denied|withdrawn|void|voided|cancelled|canceled|cancel|disable|disabled|stop|stopped|opted out|\
     on hold|lapsed|reject|terminate|suspend|deactivate|offboard|offboarded",
    // German.
    "entzogenam|gelöschtam|gesperrtam|gültigbis|ablaufdatum|inaktiv|ausgeschlossen|keinzugang|\
     keinzugriff|deaktiviert|ungültig|verboten|geschlossen|austritt|austrittsdatum|ausgetreten|\
     ausgeschieden|ehemalig|ehemals|früher|veraltet|falsch|fehler|fehlerhaft|abgelaufen|enddatum|\
     kündigungsdatum|widerruf|löschung|sperre|sperrung|entzug|abmeldung|abgemeldet|ruhend|pausiert|\
     kündigen|gekündigt|kündigung|storno|stornieren|storniert|entfällt|entfallen|sperren|austragen|\
     ausgetragen|zurückgezogen|beendet|aufgehoben|deaktivieren",
    // French.
    "expirele|valablejusquau|datedefin|inactif|exclu|sansaccès|désactivé|bloqué|interdit|nonautorisé|\
     fermé|ancien|ancienne|précédent|obsolète|erreur|erroné|départ|datededépart|sortie|sorti|\
     datedesortie|révocation|suppression|retrait|annulation|suspension|invalide|périmé|parti|archivé|\
     résilier|résilié|résiliée|résiliation|annuler|annulé|annulée|enlever|enlevé|ôter|désactiver|\
     suspendu|suspendre|radié|terminé|arrêté",
    // Spanish.
    "vence|caduca|caducado|válidohasta|baja|fechafin|fechabaja|fechadebaja|inactivo|excluido|sinacceso|\
     bloqueado|desactivado|prohibido|noautorizado|cerrado|anterior|antiguo|viejo|obsoleto|error|erróneo|\
     incorrecto|salida|cese|cesado|revocación|eliminación|cancelación|inválido|archivado|dar de baja|\
     dado de baja|de baja|cancelar|cancelado|anular|anulado|borrar|borrado|retirar|retirado|suspendido|\
     vencido|desactivar",
    // Portuguese.
    "válidoaté|baixa|datafim|inativo|excluído|desativado|proibido|fechado|antigo|erro|errado|saída|\
     revogação|remoção|exclusão|cancelamento|encerramento|vencido|arquivado|demitido|cessar|cessado|\
     cessação|encerrado|encerrar|cancelado|apagar|apagado|suspenso|retirado|rescindido|dar baixa|\
     desligado|expirado",
    // Italian.
    "scadenza|validofino|inattivo|escluso|disattivato|bloccato|vietato|chiuso|precedente|vecchio|errore|\
     errato|sbagliato|uscita|uscito|revoca|rimozione|cancellazione|cessazione|disdetta|dimesso|annullare|\
     annullato|eliminare|eliminato|cessato|cessare|cancellare|cancellato|togliere|tolto|sospeso|ritirato|\
     disdetto|scaduto|respinto",
    // Dutch.
    "vervaldatum|geldigtot|inactief|uitgesloten|geblokkeerd|gedeactiveerd|verlopen|gesloten|voormalig|\
     vorige|oud|verouderd|fout|foutief|onjuist|einddatum|vertrokken|intrekking|verwijdering|gestopt|\
     uitgeschreven|vervallen|vervalt|opzeggen|opgezegd|opzegging|geannuleerd|annuleren|beëindigd|\
     beëindigen|stopgezet|opgeheven|afgewezen|geschorst|uit dienst",
    // Polish.
    "ważnedo|nieaktywny|zablokowany|zabronione|zamknięte|zamknięty|były|poprzedni|stary|nieaktualne|błąd|\
     błędny|wygasa|datazakończenia|unieważnione|zawieszony|wstrzymane|usunięcie|cofnięcie|odejście|\
     usunąć|usunięte|wycofać|wycofane|wycofano|wycofany|odrzucone|odrzucono|odrzucony|odrzucić|cofnąć|\
     cofnięte|cofnięto|anulowane|anulowano|anulować|zakończone|wygasłe|wygasł|zwolniony|skasować|odebrać|\
     odebrane",
    // Czech and Slovak.
    "platnédo|blokováno|zakázáno|uzavřeno|bývalý|předchozí|starý|zastaralé|chyba|konecplatnosti|neplatné|\
     pozastaveno|zrušení|zrušenie|odebrání|uzavreté|predchádzajúci|platnédo|odchod|zablokované|zrušit|\
     zrušeno|zrušené|zrušený|zruš|smazat|smazáno|odstranit|odstraněno|ukončeno|ukončit|vypršelo|odobrať|\
     odobraté|zrušiť|vymazať|vymazané|zamietnuté|odstrániť|ukončené",
    // Danish, Norwegian, Swedish.
    "udløber|gyldigtil|utgår|spärrad|inaktiverad|blokeret|deaktiveret|lukket|tidligere|gammel|forældet|\
     fejl|forkert|fratrådt|ophør|ophører|deaktivert|stengt|feil|sluttet|stoppet|utløper|sperret|stängd|\
     tidigare|gammal|föråldrad|fel|felaktig|avslutad|stoppad|slutat|utgången|sletning|sletting|slutdato|\
     slutdatum|slettet|slet|slette|slett|tilbagekaldt|inddraget|annulleret|ophævet|ophæv|ophørt|opsagt|\
     fjerne|avvist|opphevet|opphev|inndratt|tilbakekalt|tilbaketrukket|annullert|avsluttet|oppsagt|\
     utløpt|radera|raderad|raderat|borttaget|återkallad|återkalla|avsluta|upphävd|upphört|avslagen|\
     avslagit|uppsagd|indragen|makulerad",
    // Finnish and Estonian.
    "vanhenee|vanhentunut|estetty|suljettu|entinen|aiempi|vanha|virhe|virheellinen|päättyy|poisto|\
     lakkautettu|jäädytetty|suletud|endine|eelmine|vana|viga|aegunud|kehtibkuni|peatatud|peruttu|\
     peruutettu|lopetettu|päättynyt|hylätty|irtisanottu|eemalda|eemaldatud|kustuta|kustutatud|tühista|\
     tühistatud|lõpetatud|keelatud|lõppenud",
    // Hungarian.
    "lejár|letiltva|inaktív|lezárva|lezárt|korábbi|előző|régi|elavult|hiba|hibás|téves|érvényesség vége|\
     felfüggesztve|érvénytelen|kizárva|megszűnés|törlés|törölt|visszavonva|visszavonás|visszavont|\
     visszavon|megszüntetve|megszűnt|lejárt|felmondott|felmondás|kilépett",
    // Romanian.
    "închis|fost|anterior|vechi|învechit|eroare|greșit|dezactivat|blocat|interzis|expiră|valabilpână|\
     plecat|încetare|radiat|inactiv|șters|șterge|ştergere|ștergere|revocat|retras|anulat|eliminat|\
     respins|refuzat|încetat|expirat|suspendat|reziliat|revocă|elimină",
    // Croatian, Serbian, Slovene.
    "zatvoreno|bivši|prethodni|stari|zastarjelo|zastarelo|greška|pogrešno|istječe|ističe|vrijedido|\
     neaktivan|blokirano|zabranjeno|zaprto|nekdanji|prejšnji|napaka|napačno|veljado|neaktiven|\
     obustavljeno|brisanje|ukidanje|opoziv|ukloni|uklonjeno|izbriši|izbrisano|obriši|obrisano|opozvano|\
     opozovi|ukinuto|ukini|odbijeno|poništeno|isteklo|otkazano|odstrani|odstranjeno|preklicano|prekliči|\
     ukinjeno|zavrnjeno|poteklo|odvzeto",
    // Turkish.
    "kapalı|kapandı|kapatıldı|eski|önceki|hatalı|hata|yanlış|engellendi|engelli|yasak|devre dışı|\
     süresi doldu|bitiş tarihi|geçersiz|silme|silinen|işten ayrılan|askıda|iptal|iptal edildi|kaldır|\
     kaldırıldı|sil|silindi|silinmiş|reddedildi|geri alındı|geri al|sona erdi|durduruldu|askıya alındı|\
     feshedildi|ayrıldı|pasif",
    // Russian and Ukrainian.
    "истекает|неактивен|заблокирован|запрещено|отключен|бывший|прежний|старый|устаревший|устарело|ошибка|\
     ошибочно|неверно|закрыт|закрыто|истек|истёк|срок действия|действует до|увольнение|удаление|отзыв|\
     отмена|заборонено|колишній|попередній|старий|застарілий|помилка|закрито|заблоковано|діє до|\
     видалення|відкликання|скасування|звільнення|отключить|отключено|отменить|отменено|снять|снято|\
     прекращено|уволен|уволена|отклонено|приостановлено|аннулировано|исключить|исключено|изъять|видалити|\
     видалено|відкликати|відкликано|скасувати|скасовано|вимкнути|вимкнено|відхилено|звільнений|припинено",
    // Greek.
    "ανενεργός|κλειστό|πρώην|προηγούμενο|παλιό|παρωχημένο|σφάλμα|λάθος|αποκλεισμένος|απαγορεύεται|\
     ισχύει έως|απενεργοποιημένο|ληγμένο|διαγραφή|διαγράφηκε|διαγραμμένο|ανάκληση|ανακλήθηκε|κατάργηση|\
     καταργήθηκε|αφαίρεση|αφαιρέθηκε|ακύρωση|ακυρώθηκε|απορρίφθηκε|έληξε|λήξη|διακοπή|αποχώρηση",
    // Indonesian and Malay, Vietnamese.
    "nonaktif|tidak aktif|ditutup|mantan|sebelumnya|lama|usang|kesalahan|diblokir|dilarang|\
     berlaku sampai|tamat|disekat|đã đóng|trước đây|xóa|hủy|bị khóa|bị cấm|vô hiệu|hiệu lực đến|ngừng|\
     đã nghỉ|hapus|dihapus|cabut|dicabut|batal|dibatalkan|ditolak|berhenti|dihentikan|kedaluwarsa|padam|\
     dipadam|ditarik balik|đã xóa|thu hồi|đã thu hồi|đã hủy|từ chối|bị từ chối|nghỉ việc|hết hạn",
    // Arabic and Hebrew.
    "مغلق|سابق|قديم|خطأ|محظور|معطل|ممنوع|موقوف|غير نشط|تاريخ الانتهاء|סגור|לשעבר|קודם|ישן|שגיאה|חסום|\
     אסור|מושבת|לא פעיל|בתוקף עד|حذف|محذوف|إلغاء|ملغى|ملغي|سحب|مسحوب|إزالة|مرفوض|منتهي|إنهاء|הסר|הוסר|\
     מחק|נמחק|בוטל|ביטול|נדחה|נשלל|שלילה|הסתיים|פג תוקף|עזב",
    // Chinese, Japanese, Korean.
    "失效|到期|禁用|停用|停止|封禁|禁止|过期|過期|旧|舊|以前|错误|錯誤|已关闭|已停用|前任|有効期限|無効|失効|期限切れ|旧|過去|誤り|エラー|閉鎖|退社|停止中|休止|利用停止|凍結|\
     만료|비활성|금지|차단|이전|과거|오류|폐쇄|중지|무효|전임|만료일|퇴사일|휴직",
    // Chinese.
    "解除|移除|收回|注销|作废|离职|終止|终止|撤銷|刪除|拒絕|註銷|作廢|離職|吊销|已删除|已撤销|已取消|废止|關閉|关闭|已离职",
    // Japanese.
    "退職|解除|廃止|解約|剥奪|抹消|撤回|取り消し|取消し|退会|除外|終了|停止",
    // Korean.
    "해지|해제|취소|철회|회수|퇴직|퇴사|탈퇴|종료|반려|박탈|폐지|정지",
];

/// Words for “no access”: as a heading, and as a value in a column of any kind.
pub(super) const NO_ACCESS: &[&str] = &[
    "no access|no rights|no permission|no permissions|without access|kein zugriff|kein zugang|keine berechtigung|\
     keine rechte|ohne zugriff|ohne zugang|sans accès|aucun accès|pas d'accès|aucun droit|sin acceso|ningún acceso|\
     sin permiso|sem acesso|nenhum acesso|sem permissão|nessun accesso|senza accesso|nessun permesso|\
     geen toegang|zonder toegang|geen rechten|brak dostępu|bez dostępu|brak uprawnień|žádný přístup|bez přístupu|\
     žiadny prístup|bez prístupu|ingen adgang|ingen tilgang|uten tilgang|uden adgang|ingen åtkomst|utan åtkomst|\
     ei pääsyä|ei oikeuksia|ei ligipääsu|ligipääs puudub|nincs hozzáférés|nincs jogosultság|fără acces|niciun acces|\
     nema pristupa|bez pristupa|brez dostopa|erişim yok|yetki yok|yetkisiz|erişimi yok|нет доступа|без доступа|\
     доступ закрыт|немає доступу|χωρίς πρόσβαση|καμία πρόσβαση|tidak ada akses|tanpa akses|tiada akses|\
     không có quyền|không truy cập|بدون وصول|لا وصول|لا يوجد وصول|ללא גישה|אין גישה",
    "无权限|無權限|无访问|没有权限|沒有權限|无访问权限|禁止访问|アクセスなし|アクセス無し|アクセス権なし|権限なし|権限無し|アクセス不可|\
     アクセス禁止|접근 불가|접근불가|권한 없음|권한없음|접근 권한 없음|접근 금지",
];

/// Words for “none”, in a column of access levels.
pub(super) const NONE: &str = "none|nothing|nil|keine|keiner|keines|kein|aucun|aucune|ninguno|ninguna|nenhum|nenhuma|nessuno|\
     nessuna|geen|brak|žádný|žádná|žádné|žiadny|žiadna|ingen|inga|inget|ei mitään|nincs|niciunul|niciuna|nema|yok|нет|\
     немає|καμία|κανένα|tidak ada|không|無|无|なし|無し|없음";

/// Headings of access levels, in addition to [`HEADINGS`].
pub(super) const LEVELS: &str = "level|accesslevel|role|rolle|rôle|rol|ruolo|papel|rola|stufe|niveau|nivel|nível|\
     livello|poziom|úroveň|nivå|taso|szint|seviye|уровень|рівень|级别|級別|レベル|레벨|rechte|zugriffsrecht|zugriffsrechte|privilege|privileges|clearance";

/// Headings of requests and of decisions about them.
pub(super) const REQUESTS: &str = "type|kind|request|status|state|approval|decision|action|typ|art|antragsart|antrag|anfrage|\
     demande|tipo|solicitud|estado|statut|stato|richiesta|soort|aard|aanvraag|wniosek|druh|区分|種別|種類|状態|申請|\
     类型|類型|状态|申请|유형|상태|тип|статус|вид|заявка";

/// Words that, next to one that ends a grant, say when that is.
pub(super) const WHEN: &str = "date|dates|day|time|timestamp|at|on|by|since|from|for|of|datum|tag|am|zum|zeit|zeitpunkt|le|la|du|de|des|jour|\
     heure|dato|fecha|el|del|día|hora|data|em|da|do|dia|il|della|dell|giorno|ora|op|dag|tijd|dnia|dne|den|d|dátum|\
     päivä|kpl|nap|napja|ziua|tarihi|tarih|дата|день|время|час|ημερομηνία|στις|tanggal|ngày|access|permission|grant|\
     account|user|employee|employment|zugriff|zugang|accès|acceso|acesso|accesso|toegang|dostęp|доступ";

/// Phrases for the end of a time, and the words of ranges.
pub(super) const UNTIL: &str = "ende|endet|endet am|vertragsende|dienstende|zeitraum bis|contract end|contract end date|fim|data final|validade|\
     término|vencimiento|fecha de vencimiento|data di fine|data di scadenza|geldig tot en met|datum uit dienst|slutter|\
     til og med|till och med|konec|koniec|vége|kraj|sfârșit|окончание|окончания|увольнения|закінчення|τέλος|结束|結束|\
     结束日期|結束日期|有效期限|有効期間|利用期限|deprovision|deprovisioned|dropped|superseded|ungranted|skončil|\
     keinen zugriff|keinen zugang|berakhir|kết thúc|end|ends|to|thru|through|till|til|up to|last day|last working day|\
     access end|access ends|access until|exp|exp date|bis|bis zum|letzter tag|fin|fine|fino|fino a|fino al|jusque|jusqu'au|jusqu'à|dernier jour|hasta|hasta el|\
     último día|até|até a|último dia|ultimo giorno|valido fino al|tot|tot en met|einde|laatste dag|do|do dnia|data do|\
     ważny do|platnost do|platí do|platnosť do|platné do|giltig till|gäller till|gyldig til|sista dag|siste dag|\
     sidste dag|asti|saakka|voimassa asti|kuni|kehtib kuni|lejárat|lejárati dátum|érvényes|valabil până la|până la|\
     valabil pana la|vrijedi do|važi do|velja do|geçerlilik sonu|bitiş|son gün|по|до|действителен до|срок|дійсний до|\
     λήγει|έως|μέχρι|ισχύει μέχρι|sampai|hingga|đến|đến ngày|tới|至|截止|截止日期|まで|終了日|까지|종료일|odvolané|odvolaný|\
     odvoláno|odvolán";

/// Words in a heading of dates that are not about an end.
pub(super) const BEGINNINGS: &str = "granted|given|created|creation|made|modified|updated|update|changed|change|login|logon|signin|seen|\
     activity|active|used|hire|hired|birth|born|birthday|dob|start|starts|started|since|from|begin|joined|join|joining|\
     approved|approval|requested|request|reviewed|review|added|assigned|effective|onboarding|onboarded|issued|registered|\
     registration|imported|synced|confirmed|certified|recertified|password|training|trained|visit|contacted|\
     erstellt|angelegt|geändert|eintritt|eintrittsdatum|seit|von|ab|beginn|geboren|geburtsdatum|erteilt|anmeldung|\
     genehmigt|créé|modifié|depuis|embauche|naissance|début|connexion|accordé|entrée|creado|modificado|desde|ingreso|\
     alta|nacimiento|inicio|concedido|criado|admissão|nascimento|início|creato|modificato|assunzione|nascita|inizio|\
     concesso|dal|gemaakt|gewijzigd|sinds|indiensttreding|geboorte|verleend|od|utworzono|urodzenia|vytvořeno|oprettet|\
     opprettet|skapad|född|startdato|startdatum|luotu|alkaen|létrehozva|oluşturma|başlangıç|создан|создано|изменен|\
     изменено|начало|рождения|с|создания|作成|登録|入社|開始|更新|付与|作成日|登録日|入社日|開始日|更新日|생성|입사|시작|\
     생성일|입사일|시작일|创建|入职|开始|创建日期|入职日期|开始日期|更新日期";

/// The stems of words that end a grant, for all their forms: `withdraw|als`, `отключ|ение`.
pub(super) const STEMS: &[&str] = &[
    "revok|withdr|terminat|cancel|deactiv|disabl|suspend|expir|reject|declin|obsolet|prohibit|\
     forbid|forbad|decommission|unassign|discontinu|blacklist",
    "widerruf|entzog|entzieh|geloscht|losch|gekundig|kundig|stornier|ausgetret|austritt|gesperrt|abgelehnt|\
     deaktivier|ausgeschied",
    "resili|revoqu|supprim|desactiv|annul|revoc|cancelad|denegad|rechazad|eliminad|rescind|revog|exclui|cessad|\
     desativ|rejeitad|rimoss|rifiutat|disattiv|sospes",
    "verwijder|ingetrok|opgezeg|beeindig|geannul|geweiger|gedeactiv|usun|wycof|odrzuc|anulow|cofnie|zablokow|\
     unieważn|zruse|zrusi|smaza|odstran|zamit|odebran|blokov|zakaz",
    "slett|raderad|borttag|fjernet|opphev|ophaev|upphav|aterkall|tilbakekal|tilbagekal|inaktiver|poistet|\
     perutt|peruut|irtisan|eemaldat|kustutat|tuhistat|torol|torles|visszavon|elutasit|megszun|felmond",
    "sters|sterge|retras|anulat|dezactiv|uklonj|izbris|obris|opozv|ponist|preklic|iptal|kaldiril|silin|\
     reddedil|feshed",
    "удал|отозв|отключ|отмен|уволен|заблок|деактив|аннулир|прекращ|приостан|запрещ|исключ|видал|відклик|\
     скасов|вимкн|забло|припин|διαγρα|ανακλη|καταργη|αφαιρε|ακυρω|απενεργ|dihapus|dicabut|dibatal",
];

/// Words that negate a heading, or ask for an end.
pub(super) const NEGATIONS: &str = "not|longer|without|cannot|lost|kein|keine|keinen|nicht|ohne|pas|sans|aucun|sin|sem|não|senza|non|niet|\
     geen|zonder|nie|bez|ikke|inte|utan|ei|ilman|nem|не|без|retire|ex|out";
