/** What is wrong with a server, and what helps, in Dutch. */
import type { findings as en } from "../en/findings.ts";
import { counted } from "./units.ts";

export const findings: typeof en = {
  "disk-full": (free, reserve) => [
    `De schijf is bijna vol: ${free} is vrij, ${reserve} wordt vrijgehouden. Er wordt niets nieuws aangenomen tot er ruimte is.`,
    "Maak ruimte op de schijf; jabber-home files toont wie hoeveel heeft geüpload, en verwijdert wat oud is.",
  ],
  "backup-failed": (why, last, isAttempted) =>
    `${isAttempted ? "De laatste back-up kon niet worden gemaakt" : "Er kan geen back-up worden gemaakt"}: ${why}. ${last === undefined ? "Er is er nog geen." : `De nieuwste is van ${last}.`}`,
  "backup-same-disk": (folder) => [
    `De back-ups staan op dezelfde schijf als al het andere (${folder}): begeeft die schijf het, dan helpen ze niet.`,
    "Sluit een andere schijf of een usb-stick aan, en noem daar een map: backup.folder in config.toml. Of kopieer er af en toe een naar een andere machine.",
  ],
  "update-undone": (failed, day, why) => [
    `Versie ${failed} werkte hier niet op ${day}, en de vorige draait weer: ${why}.`,
    "Laat het project weten wat er staat, en installeer de volgende versie: jabber-home update.",
  ],
  "disk-low": (free, reserve) => [
    `De schijf raakt vol: ${free} is vrij. Is er nog maar ${reserve}, dan wordt er niets nieuws aangenomen.`,
    "Maak ruimte op de schijf; jabber-home files toont wie hoeveel heeft geüpload, en verwijdert wat oud is.",
  ],
  "clock-wrong": (says) => [
    `De klok van deze machine zegt ${says}, en dat kan niet: er wordt niets ouds verwijderd tot die gelijk is gezet.`,
    "Zet die gelijk: timedatectl set-ntp true",
  ],
  "clock-leapt": (said, says, until) => [
    `De klok van deze machine zegt ${says}; de keer daarvoor zei die ${said}. Tot die gelijk is gezet, of tot ${until} als die zo doorgaat, wordt er niets ouds verwijderd.`,
    "Stond de server intussen uit, dan is er niets te doen; zet anders de klok gelijk: timedatectl set-ntp true",
  ],
  "shadow-unreadable": () => [
    "De server mag /etc/shadow niet lezen, waar de wachtwoorden van de accounts van deze machine staan: PAM houdt ze allemaal voor verkeerd, en niemand komt erin.",
    "Als service: sudo jabber-home service install, die hem in de groep shadow zet. Anders: sudo usermod -aG shadow GEBRUIKER, voor de gebruiker die hem start; start hem daarna opnieuw. Zijn het wachtwoorden van een directory, dan is er niets te doen.",
  ],
  "groups-unknown": (groups) => [
    `Deze machine heeft deze groepen niet, die auth.allow_groups of auth.deny_groups in config.toml noemt: ${groups}.`,
    "Kijk de spelling na; getent group toont welke er zijn.",
  ],
  "certificate-expired": (until) => [
    `Het certificaat is verlopen op ${until}: apps waarschuwen ervoor, of maken geen verbinding, en andere servers weigeren het.`,
    "Vernieuw het: jabber-home certificate renew",
  ],
  "certificate-expires": (until, left) => [
    `Het certificaat verloopt op ${until}, over ${left}.`,
    "Kijk waarom het niet is vernieuwd: jabber-home certificate",
  ],
  "certificate-by-hand": (until) => [
    `Het certificaat wordt met de hand vernieuwd, en dat moet weer vóór ${until}.`,
    "jabber-home certificate renew",
  ],
  notRenewed: (why) => `Het certificaat kon niet worden vernieuwd. ${why}`,
  certificate: (what) => `Apps en andere servers hebben iets aan te merken op het certificaat. ${what}`,
  "web-refused": {
    https: (why) => [`${why}: geen pagina's en geen bestanden.`, "jabber-home setup kiest een andere poort."],
    http: (why) => [`${why}: browsers worden niet doorgestuurd van http:// naar https://.`],
    http_proxied: (why) => [`${why}: de webserver die voor deze staat, krijgt geen antwoord.`],
  },
  "calls-refused": (why) => [
    `${why}: belgesprekken tussen apps die elkaar niet rechtstreeks bereiken, komen misschien niet tot stand.`,
    "Stop wat de poort gebruikt, of kies een andere of off in config.toml, en start de server opnieuw: docs/calls.md.",
  ],
  "calls-without-address": () => [
    "Deze server kent zijn openbare adres niet: belgesprekken tussen apps die elkaar niet rechtstreeks bereiken, komen niet tot stand.",
    "Schrijf het adres van je router in turn.public_address in config.toml, of laat het A-record van het domein ernaar leiden. Bellen binnen één huis: turn.private_peers.",
  ],
  "port-not-reached": (port, who, age) => [
    `${who} kwam er ${age} geleden niet in op poort ${port}.`,
    "Bekijk wat er is gezien, en wat helpt: jabber-home dns. Om nog eens te kijken: jabber-home dns --outside",
  ],
  "server-unreached": (domain, age, why, waiting) => [
    `${domain} is al ${age} niet bereikt: ${why}. ${waiting > 0 ? `${counted(waiting, "bericht of status wacht", "berichten en statussen wachten")} erop.` : ""}`.trim(),
    `Bekijk welke stap mislukt, en wat helpt: jabber-home federation ${domain}`,
  ],
  "servers-unreached": (count) => [
    `Nog ${counted(count, "server is", "servers zijn")} niet bereikt.`,
    "jabber-home federation",
  ],
};
