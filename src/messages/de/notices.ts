/** What the server writes to its administrators, in German. */
import type { notices as en } from "../en/notices.ts";

export const notices: typeof en = {
  disk: {
    subject: "Festplatte",
    full: (freeMegabytes, reserveMegabytes) =>
      `Die Festplatte des Servers ist fast voll: ${freeMegabytes} MB sind frei, und ${reserveMegabytes} MB werden freigehalten. ` +
      "Bis Platz ist, wird nichts Neues aufbewahrt: Wer eine Nachricht schickt, erfährt, dass sie nicht angenommen wurde. " +
      "Lösche auf dieser Festplatte, was nicht gebraucht wird, oder gib ihr mehr Platz: Der Server macht von selbst weiter. " +
      "Um zu sehen, wer wie viel belegt: jabber-home user list",
    over: "Auf der Festplatte des Servers ist wieder Platz: Alles wird angenommen wie zuvor.",
  },
  findings: {
    subject: "Server",
    wrong: (list) =>
      `Am Server stimmt etwas nicht:\n\n${list}\n\nMehr, und was sich von selbst beheben lässt, auf seinem Rechner: jabber-home doctor`,
    mended: (list) => `Das ist behoben:\n\n${list}`,
  },
  darkness: {
    subject: "Verbindung",
    offline: (since, until) =>
      `Vom ${since} bis zum ${until} hatte der Server keinen Weg ins Internet: Apps außerhalb und andere Server konnten ihn nicht erreichen. ` +
      "Er ist wieder da. War der Router aus oder die Leitung gestört? Nachrichten anderer Server kommen an, sobald diese es wieder versuchen.",
    off: (since, until) =>
      `Vom ${since} bis zum ${until} lief der Server nicht: Der Computer war aus (ein Stromausfall?), oder der Server wurde gewaltsam beendet. ` +
      "Niemand konnte ihn erreichen. Er ist wieder da. Nachrichten anderer Server kommen an, sobald diese es wieder versuchen.",
    both: (since, until, offSince, offUntil) =>
      `Vom ${since} bis zum ${until} konnte von außen niemand den Server erreichen: Er hatte keinen Weg ins Internet, und vom ${offSince} bis zum ${offUntil} ` +
      "lief er nicht, weil der Computer aus war (ein Stromausfall?) oder der Server gewaltsam beendet wurde. " +
      "Er ist wieder da. Nachrichten anderer Server kommen an, sobald diese es wieder versuchen.",
  },
  expiry: {
    subject: "Zertifikat",
    body: (domains, when) =>
      `Das Zertifikat von ${domains} läuft ${when} ab und konnte noch nicht erneuert werden. ` +
      "Danach verbinden sich Apps und andere Server nicht mehr. Um zu sehen, warum: jabber-home certificate",
    byHand: (domains, when) =>
      `Das Zertifikat von ${domains} läuft ${when} ab, und es wird von Hand erneuert: Niemand außer dir kann seinen DNS-Eintrag setzen. ` +
      "Nach diesem Tag verbinden sich Apps und andere Server nicht mehr. Führe auf dem Rechner des Servers " +
      "jabber-home certificate renew aus: Es zeigt den Eintrag, der zu setzen ist. Wege, die keine Hand brauchen: jabber-home setup",
  },
};
