/** All texts in Portuguese, by subject, each loaded when it is first used. */
import type { Texts } from "../language.ts";

/*
 * European Portuguese, in words that Brazilians know too: neither "tu" nor "você", but imperatives, infinitives and
 * the passive with "se". Quotes are «like this», a percent sign follows its number at once ("50%").
 *
 * account      conta                  password    palavra-passe
 * address      endereço               passphrase  frase secreta
 * app          aplicação              record      registo (DNS)
 * backup       cópia de segurança     room        sala
 * certificate  certificado            router      router
 * circle       círculo                set up      configurar
 * contact      contacto               sign in     iniciar sessão
 * delete       eliminar               start       iniciar (restart: reiniciar)
 * encrypt      cifrar                 provider    fornecedor (DNS), operadora (Internet)
 * file         ficheiro               run         funcionar (a command: executar)
 * folder       pasta                  domain      domínio
 * invitation   convite                link        link
 */
export const pt: Texts = {
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
