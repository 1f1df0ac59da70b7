/** What is found of a home and its names, and what helps, in Dutch. */
import type { health as en } from "../en/health.ts";
import { counted } from "./units.ts";

export const health: typeof en = {
  "server-stopped": () => [
    "De server draait niet.",
    "Om hem te starten: jabber-home run, of jabber-home service start",
  ],
  "server-silent": (pid) => [
    `Proces ${pid} heeft deze map, en antwoordt niet: het is aan het starten of stoppen, of het hangt.`,
    "Wacht een minuut en kijk nog eens. Blijft het zo, start het dan opnieuw: jabber-home service restart, of beëindig dat proces.",
  ],
  "server-version": (running, here) => [
    `De server die draait, is versie ${running}; het programma hier is ${here}.`,
    "Start hem opnieuw, zodat de nieuwe versie draait: jabber-home service restart",
  ],
  "version-old": (newest, here) => [
    `Er is een nieuwere versie van jabber-home: ${newest}. Dit is ${here}.`,
    "Bekijk wat er zou gebeuren: jabber-home update --check. Daarna: jabber-home update",
  ],
  "lock-damaged": (path) => [
    `Het slot van deze map (${path}) is beschadigd: de server start niet. Er staat niets van waarde in.`,
    `Verwijder het: rm ${path}`,
  ],
  "server-root": () => [
    "De server draait als root: wie er een fout in vindt, heeft de hele machine.",
    "Laat hem als service draaien, met een eigen gebruiker: jabber-home service install",
  ],
  "config-missing": (path) => [
    `Hier is niets ingesteld: ${path} is er niet, of noemt geen domein.`,
    "Stel het in: jabber-home setup. Of noem de map van de server: --home MAP",
  ],
  "config-unreadable": (path, why) => [
    `${path} is niet te lezen: ${why}.`,
    "Het moet een bestand zijn van de gebruiker die de server draait: ls -l toont van wie het is.",
  ],
  "config-wrong": (problem) => [
    `De server start niet met deze config.toml. ${problem}`,
    "Wijzig hem, en kijk nog eens: jabber-home config check",
  ],
  "config-hint": (problem) => [`In config.toml kan iets beter. ${problem}`],
  "home-missing": (path) => [
    `De map ${path} bestaat niet.`,
    "Noem die van de server: --home MAP. Staat ze op een andere schijf, koppel die dan aan. Een nieuwe server maak je met jabber-home setup",
  ],
  "home-shut": (path) => [
    `Deze gebruiker mag niet in ${path} kijken, dus het meeste is niet bekeken.`,
    "Kijk als beheerder: sudo jabber-home doctor",
  ],
  "home-no-folder": (path) => [
    `${path} is een bestand, en hier moet een map staan.`,
    `Zet het opzij: mv ${path} ${path}.old`,
  ],
  "home-open": (path, mode) => [
    `Anderen op deze machine kunnen in ${path} (met modus ${mode}): daar staan de berichten van iedereen.`,
    `Sluit de map: chmod 700 ${path}`,
  ],
  "file-open": (path, mode, more) => [
    `Anderen op deze machine kunnen ${path} lezen (met modus ${mode})${more > 0 ? `, en nog ${counted(more, "bestand", "bestanden")}` : ""}: daar staan berichten of sleutels in.`,
    `Sluit het af: chmod 600 ${path}`,
  ],
  "file-locked": (path, mode) => [
    `De server mag ${path} niet lezen en schrijven (met modus ${mode}).`,
    `Geef dat recht terug: chmod 600 ${path}`,
  ],
  "file-foreign": (path, more, owner, wanted, home) => [
    `${path} is van ${owner}${more > 0 ? `, net als nog ${counted(more, "bestand", "bestanden")}` : ""}, en de map van ${wanted}: de server kan er niets mee.`,
    `Geef het terug: sudo chown -R ${wanted}: ${home}`,
  ],
  "file-in-the-way": {
    file: (path) => [
      `${path} is geen bestand, en de server heeft er daar een nodig.`,
      `Zet het opzij: mv ${path} ${path}.old`,
    ],
    folder: (path) => [
      `${path} is geen map, en de server heeft er daar een nodig.`,
      `Zet het opzij: mv ${path} ${path}.old`,
    ],
    socket: (path) => [
      `${path} staat in de weg van de socket waarmee deze opdracht de server vraagt.`,
      `Zet het opzij: mv ${path} ${path}.old`,
    ],
  },
  "link-broken": (path, target) => [
    `${path} leidt naar ${target}, en daar is niets: is de schijf niet aangekoppeld?`,
    "Koppel hem aan, en start de server opnieuw.",
  ],
  "secret-damaged": (path) => [
    `${path} is beschadigd: de server maakt een nieuw, en wie op zijn pagina's is ingelogd, moet opnieuw inloggen.`,
    "Neem het uit een back-up, als die er is: jabber-home restore",
  ],
  "import-unfinished": (path, size) => [
    `Er is een import begonnen en niet afgemaakt: ${size} aan berichten wacht in ${path}.`,
    "Begin hem opnieuw met dezelfde bron, dan gaat hij verder waar hij was: jabber-home import BRON",
    `Wil je hem niet meer: rm ${path}`,
  ],
  "database-missing": (path, backups) => [
    `Er is geen database ${path}, terwijl deze map al is gebruikt: een server die nu start, begint met niets.`,
    backups
      ? "Neem de laatste back-up: jabber-home restore BESTAND"
      : "Staat ze op een andere schijf, koppel die dan aan voor je de server start.",
  ],
  "database-damaged": (path, why) => [
    `De database ${path} is beschadigd: ${why}.`,
    "Stop de server, en neem de laatste back-up: jabber-home restore BESTAND",
    "Kijk ook naar de schijf: een kaart of schijf die het begeeft, beschadigt ook de volgende. dmesg toont de fouten.",
  ],
  "database-index": (path, why) => [
    `Een index van de database ${path} is beschadigd, de berichten niet: ${why}.`,
    "Stop de server, en laat hem opnieuw maken: jabber-home doctor --fix",
  ],
  "database-newer": (path, by) => [
    `De database ${path} is geschreven door ${by === "" ? "een latere versie" : `versie ${by}`} van jabber-home: deze start er niet mee.`,
    "Neem die versie, of een latere: jabber-home update. De weg terug is de back-up die voor de update is gemaakt.",
  ],
  "log-large": (size) => [
    `Het journaal van de database is ${size} en wordt niet in het bestand verwerkt: het neemt ruimte in, en starten duurt lang.`,
    "Draait de server, start hem dan opnieuw. Is hij gestopt: jabber-home doctor --fix",
  ],
  "database-unused": (unused, size) => [
    `Van de ${size} van de database is ${unused} leeg: wat daar stond, is verwijderd.`,
    "Die ruimte wordt weer gebruikt; wil je die nu terug, stop dan de server: jabber-home doctor --fix",
  ],
  "certificate-unmatched": (folder) => [
    `De sleutel in ${folder} is niet die van het certificaat daar: de server neemt er een dat hij zelf ondertekent, en apps waarschuwen ervoor.`,
    "Haal een nieuw: jabber-home certificate renew",
  ],
  "certificate-none": () => [
    "De autoriteit heeft nog geen certificaat uitgegeven: de server gebruikt er een dat hij zelf heeft ondertekend, en apps waarschuwen ervoor.",
    "Kijk waarom: jabber-home certificate. Wat een autoriteit nodig heeft: jabber-home dns --outside",
  ],
  "renewal-port": (port, challenge) => [
    `Het certificaat kan zoals het nu is ingesteld niet worden vernieuwd (${challenge}): de autoriteit komt er niet in op poort ${port}.`,
    "Open die poort, op deze machine en op de router (jabber-home dns --outside kijkt ernaar), of bewijs het domein via DNS: jabber-home setup",
  ],
  "renewal-record": (name) => [
    `Het record waarmee het certificaat wordt vernieuwd, staat niet in DNS: TXT ${name}.`,
    "Om het te zien en opnieuw in te vullen: jabber-home certificate renew",
  ],
  "dns-missing": (records, count) => [
    `Er ${count === 1 ? "ontbreekt 1 record" : `ontbreken ${count} records`} in DNS, en zonder ${count === 1 ? "dat" : "die"} vinden anderen deze server niet: ${records}.`,
    "Kijk wat je moet invullen, en waar: jabber-home dns",
  ],
  "dns-recommended": (records, count) => [
    `Met nog ${counted(count, "record", "records")} in DNS zou het beter werken: ${records}.`,
    "Kijk wat je moet invullen, en waar: jabber-home dns",
  ],
  "dns-wrong": (records, count) => [
    `In DNS ${count === 1 ? "leidt 1 record" : `leiden ${count} records`} ergens anders heen: ${records}. Wie ze volgt, vindt deze server niet.`,
    "Kijk wat je moet wijzigen, en waar: jabber-home dns",
  ],
  "dns-stray": (records, count) => [
    `In DNS ${count === 1 ? "staat 1 record dat niet bij deze server hoort" : `staan ${count} records die niet bij deze server horen`}: ${records}.`,
    "Kijk wat je moet verwijderen, en waarom: jabber-home dns",
  ],
  "dns-silent": (names) => [
    `DNS antwoordt niet voor ${names}: anderen vinden deze server zo niet, en hij vindt hen niet.`,
    "Kijk of de naamservers van het domein werken (je provider weet het), en of deze machine er een heeft om te vragen: cat /etc/resolv.conf",
  ],
  "no-internet": () => [
    "Deze machine heeft geen verbinding met het internet: wat daarvan afhangt, is niet bekeken.",
    "Kijk naar de kabel, de wifi en de router. Mensen in hetzelfde huis praten ook zonder.",
  ],
  "port-taken": (address, listener, holder) => [
    `${address} (listen.${listener}) is bezet door ${holder}: de server kan het niet krijgen.`,
    "Stop dat programma, of kies een andere poort in config.toml.",
  ],
  "port-taken-by-own": (address, listener, home) => [
    `${address} (listen.${listener}) is bezet door een andere jabber-home, die van ${home}.`,
    "Stop die, of kies een andere poort in config.toml: twee servers kunnen er niet één delen.",
  ],
  anotherProgram: "een ander programma",
  program: (name, pid) => `${name} (proces ${pid})`,
  "port-denied": (address, listener) => [
    `Deze gebruiker mag niet luisteren op ${address} (listen.${listener}): poorten onder 1024 zijn voor de beheerder.`,
    "Als service mag het: sudo jabber-home service install. Of kies een hogere poort in config.toml.",
  ],
  "port-impossible": (address, listener, code) => [
    `De server kan niet luisteren op ${address} (listen.${listener}): ${code}. Heeft deze machine dat adres?`,
    "Schrijf in config.toml een adres van deze machine, of [::] voor allemaal.",
  ],
  "port-silent": (address, listener) => [
    `De server luistert op ${address} (${listener}), en daar komt niemand in, ook niet vanaf deze machine.`,
    "Misschien zit een firewall van deze machine in de weg: nft list ruleset, ufw status. Of de server hangt: jabber-home service restart",
  ],
  "administrator-missing": () => [
    "Geen enkel account is beheerder: niemand krijgt bericht als er iets misgaat, en niemand kan /admin gebruiken.",
    "Maak er een: jabber-home user add JID --admin",
  ],
  "uploads-missing": (missing, looked, example) => [
    `Van de ${looked} nieuwste bestanden die mensen hebben gestuurd, ${missing === 1 ? "staat er 1" : `staan er ${missing}`} niet op de schijf (${example}): wie ze opent, ziet een fout.`,
    "Is de map files verwijderd, of is de schijf ervan niet aangekoppeld? Neem ze uit een back-up, of zeg mensen dat ze weg zijn.",
  ],
  "push-failing": (service, accounts, failures) => [
    `${service}, dat de telefoons van ${counted(accounts, "account", "accounts")} wekt, is ${failures} keer achter elkaar mislukt: berichten komen pas aan als de app wordt geopend.`,
    "Is het te bereiken? jabber-home federation laat het zien. Het wordt vanzelf opnieuw geprobeerd.",
  ],
  "rooms-ownerless": (count, example) => [
    `${counted(count, "groepsgesprek heeft", "groepsgesprekken hebben")} geen eigenaar meer, bijvoorbeeld ${example}: niemand kan het wijzigen of sluiten.`,
    "Geef het er een: jabber-home room affiliation GESPREK JID owner",
  ],
  "backup-off": () => [
    "Er worden geen back-ups gemaakt: wat de schijf verliest, is weg.",
    "Laat er elke nacht een maken: backup.folder in config.toml. Af en toe met de hand: jabber-home backup --to BESTAND",
  ],
  "backup-none": (folder) => [
    `In ${folder} staat nog geen back-up.`,
    "Maak er een: jabber-home backup --to BESTAND. De volgende komt vanzelf in de nacht, als de server dan draait.",
  ],
  "backup-old": (folder, last) => [
    `De nieuwste back-up in ${folder} is van ${last}.`,
    "Draait de server 's nachts? Kijk dan waarom er geen is: jabber-home logs. Nu meteen: jabber-home backup --to BESTAND",
  ],
  "service-none": () => [
    "De server van deze map is geen service: na een herstart van de machine moet iemand hem starten.",
    "Maak er een van: sudo jabber-home service install",
  ],
  "service-disabled": () => [
    "De service start niet met de machine: na een stroomstoring blijft de server uit.",
    "Laat hem starten: sudo systemctl enable jabber-home",
  ],
  "service-stopped": () => [
    "De service draait niet: niemand kan verbinding maken.",
    "Start hem: sudo jabber-home service start. Stopt hij weer: jabber-home logs",
  ],
  "service-failed": (why) => [
    `De service is vanzelf gestopt (${why}): niemand kan verbinding maken.`,
    "Kijk waarom: jabber-home logs. Is dat opgelost: sudo jabber-home service start",
  ],
  "service-other": () => [
    "De unit van de service is niet wat deze versie zou schrijven: misschien ontbreken er rechten die hij nodig heeft, of bescherming.",
    "Schrijf die opnieuw: sudo jabber-home service install. Eerst bekijken: jabber-home service install --dry-run",
  ],
  "service-program": (path) => [
    `De service moet ${path} starten, en dat programma bestaat niet: hij start niet.`,
    "Installeer hem opnieuw: sudo jabber-home service install",
  ],
  "service-hidden": (option, path) => [
    `De service mag ${path} niet gebruiken (${option}): zijn unit sluit die map voor hem af.`,
    "Voor een map met back-ups: sudo jabber-home service install, dat hem erin laat. Voor een bestand dat hij alleen leest: een kopie buiten /home en /root.",
  ],
  "log-errors": (count, event, at) => [
    `In het logboek ${count === 1 ? "staat 1 fout" : `staan ${count} fouten`} van één dag, de laatste van ${at}: ${event}.`,
    "Om ze te lezen: jabber-home logs",
  ],
};
