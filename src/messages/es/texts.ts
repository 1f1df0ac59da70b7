/** All texts in Spanish, by subject, each loaded when it is first used. */
// People are addressed as "tú". The words for things, each the same throughout:
// account: cuenta; address: dirección; app: aplicación; backup: copia de seguridad; certificate: certificado;
// circle: círculo; computer: ordenador; contact: contacto; file: archivo; flag: opción; folder, home: carpeta;
// history: historial; invitation: invitación; key: clave; link: enlace; log: diario; machine: equipo;
// option of config.toml: ajuste; passphrase: frase de contraseña; password: contraseña; record: registro;
// room: sala; router: router; server: servidor; sign in: iniciar sesión; stanza: envío; start: arrancar;
// stop: detener; to forward a port: redirigir; to prove (a domain): demostrar (que es tuyo);
// to run (a command): ejecutar; verb: orden.
import type { Texts } from "../language.ts";

export const es: Texts = {
  get accountPages() {
    return require("./account-pages.ts").accountPages;
  },
  get accountSections() {
    return require("./account-sections.ts").accountSections;
  },
  get addresses() {
    return require("./addresses.ts").addresses;
  },
  get adminPages() {
    return require("./admin-pages.ts").adminPages;
  },
  get announcements() {
    return require("./announcements.ts").announcements;
  },
  get audit() {
    return require("./audit.ts").audit;
  },
  get backups() {
    return require("./backups.ts").backups;
  },
  get certificate() {
    return require("./certificate.ts").certificate;
  },
  get certificateProblems() {
    return require("./certificate-problems.ts").certificateProblems;
  },
  get chat() {
    return require("./chat.ts").chat;
  },
  get circles() {
    return require("./circles.ts").circles;
  },
  get configProblems() {
    return require("./config-problems.ts").configProblems;
  },
  get confirmation() {
    return require("./confirmation.ts").confirmation;
  },
  get demo() {
    return require("./demo.ts").demo;
  },
  get dns() {
    return require("./dns.ts").dns;
  },
  get dnsApi() {
    return require("./dns-api.ts").dnsApi;
  },
  get doctor() {
    return require("./doctor.ts").doctor;
  },
  get domains() {
    return require("./domains.ts").domains;
  },
  get exports() {
    return require("./exports.ts").exports;
  },
  get failures() {
    return require("./failures.ts").failures;
  },
  get federation() {
    return require("./federation.ts").federation;
  },
  get federationFindings() {
    return require("./federation-findings.ts").federationFindings;
  },
  get federationRemedies() {
    return require("./federation-remedies.ts").federationRemedies;
  },
  get fieldLabels() {
    return require("./dns-providers.ts").fieldLabels;
  },
  get findings() {
    return require("./findings.ts").findings;
  },
  get gateway() {
    return require("./gateway.ts").gateway;
  },
  get help() {
    return require("./help.ts").help;
  },
  get home() {
    return require("./home.ts").home;
  },
  get health() {
    return require("./health.ts").health;
  },
  get imports() {
    return require("./import.ts").imports;
  },
  get invitationCommands() {
    return require("./invitation-commands.ts").invitationCommands;
  },
  get invitations() {
    return require("./invitations.ts").invitations;
  },
  get invitePages() {
    return require("./invite-pages.ts").invitePages;
  },
  get machine() {
    return require("./machine.ts").machine;
  },
  get manual() {
    return require("./manual.ts").manual;
  },
  get moduleOptions() {
    return require("./module-options.ts").moduleOptions;
  },
  get moveIn() {
    return require("./move-in.ts").moveIn;
  },
  get notices() {
    return require("./notices.ts").notices;
  },
  get options() {
    return require("./options.ts").options;
  },
  get providers() {
    return require("./dns-providers.ts").providers;
  },
  get reachability() {
    return require("./reachability.ts").reachability;
  },
  get rooms() {
    return require("./rooms.ts").rooms;
  },
  get sentFiles() {
    return require("./files.ts").sentFiles;
  },
  get service() {
    return require("./service.ts").service;
  },
  get setup() {
    return require("./setup.ts").setup;
  },
  get setupBrowser() {
    return require("./setup-browser.ts").setupBrowser;
  },
  get status() {
    return require("./status.ts").status;
  },
  get storage() {
    return require("./storage.ts").storage;
  },
  get systemErrors() {
    return require("./system-errors.ts").systemErrors;
  },
  get units() {
    return require("./units.ts").units;
  },
  get update() {
    return require("./update.ts").update;
  },
  get users() {
    return require("./users.ts").users;
  },
  get verbErrors() {
    return require("./verb-errors.ts").verbErrors;
  },
  get web() {
    return require("./web.ts").web;
  },
};
