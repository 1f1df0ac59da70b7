/** All texts in English, by subject, each loaded when it is first used: every language has these. */
import type { federationFindings } from "../fr/federation-findings.ts";

export const en = {
  get accountPages() {
    return (require("./account-pages.ts") as typeof import("./account-pages.ts")).accountPages;
  },
  get accountSections() {
    return (require("./account-sections.ts") as typeof import("./account-sections.ts")).accountSections;
  },
  get addresses() {
    return (require("./addresses.ts") as typeof import("./addresses.ts")).addresses;
  },
  get adminPages() {
    return (require("./admin-pages.ts") as typeof import("./admin-pages.ts")).adminPages;
  },
  get announcements() {
    return (require("./announcements.ts") as typeof import("./announcements.ts")).announcements;
  },
  get audit() {
    return (require("./audit.ts") as typeof import("./audit.ts")).audit;
  },
  get backups() {
    return (require("./backups.ts") as typeof import("./backups.ts")).backups;
  },
  get certificate() {
    return (require("./certificate.ts") as typeof import("./certificate.ts")).certificate;
  },
  get certificateProblems() {
    return (require("./certificate-problems.ts") as typeof import("./certificate-problems.ts")).certificateProblems;
  },
  get chat() {
    return (require("./chat.ts") as typeof import("./chat.ts")).chat;
  },
  get circles() {
    return (require("./circles.ts") as typeof import("./circles.ts")).circles;
  },
  get configProblems() {
    return (require("./config-problems.ts") as typeof import("./config-problems.ts")).configProblems;
  },
  get confirmation() {
    return (require("./confirmation.ts") as typeof import("./confirmation.ts")).confirmation;
  },
  get demo() {
    return (require("./demo.ts") as typeof import("./demo.ts")).demo;
  },
  get dns() {
    return (require("./dns.ts") as typeof import("./dns.ts")).dns;
  },
  get dnsApi() {
    return (require("./dns-api.ts") as typeof import("./dns-api.ts")).dnsApi;
  },
  get doctor() {
    return (require("./doctor.ts") as typeof import("./doctor.ts")).doctor;
  },
  get domains() {
    return (require("./domains.ts") as typeof import("./domains.ts")).domains;
  },
  get exports() {
    return (require("./exports.ts") as typeof import("./exports.ts")).exports;
  },
  get failures() {
    return (require("./failures.ts") as typeof import("./failures.ts")).failures;
  },
  get federation() {
    return (require("./federation.ts") as typeof import("./federation.ts")).federation;
  },
  /** The sentences of the server itself are shown. */
  get federationFindings() {
    return undefined as typeof federationFindings | undefined;
  },
  get federationRemedies() {
    return (require("./federation-remedies.ts") as typeof import("./federation-remedies.ts")).federationRemedies;
  },
  get fieldLabels() {
    return (require("./dns-providers.ts") as typeof import("./dns-providers.ts")).fieldLabels;
  },
  get findings() {
    return (require("./findings.ts") as typeof import("./findings.ts")).findings;
  },
  get gateway() {
    return (require("./gateway.ts") as typeof import("./gateway.ts")).gateway;
  },
  get help() {
    return (require("./help.ts") as typeof import("./help.ts")).help;
  },
  get home() {
    return (require("./home.ts") as typeof import("./home.ts")).home;
  },
  get health() {
    return (require("./health.ts") as typeof import("./health.ts")).health;
  },
  get imports() {
    return (require("./import.ts") as typeof import("./import.ts")).imports;
  },
  get invitationCommands() {
    return (require("./invitation-commands.ts") as typeof import("./invitation-commands.ts")).invitationCommands;
  },
  get invitations() {
    return (require("./invitations.ts") as typeof import("./invitations.ts")).invitations;
  },
  get invitePages() {
    return (require("./invite-pages.ts") as typeof import("./invite-pages.ts")).invitePages;
  },
  get machine() {
    return (require("./machine.ts") as typeof import("./machine.ts")).machine;
  },
  get manual() {
    return (require("./manual.ts") as typeof import("./manual.ts")).manual;
  },
  get moduleOptions() {
    return (require("./module-options.ts") as typeof import("./module-options.ts")).moduleOptions;
  },
  get moveIn() {
    return (require("./move-in.ts") as typeof import("./move-in.ts")).moveIn;
  },
  get notices() {
    return (require("./notices.ts") as typeof import("./notices.ts")).notices;
  },
  get options() {
    return (require("./options.ts") as typeof import("./options.ts")).options;
  },
  get providers() {
    return (require("./dns-providers.ts") as typeof import("./dns-providers.ts")).providers;
  },
  get reachability() {
    return (require("./reachability.ts") as typeof import("./reachability.ts")).reachability;
  },
  get rooms() {
    return (require("./rooms.ts") as typeof import("./rooms.ts")).rooms;
  },
  get sentFiles() {
    return (require("./files.ts") as typeof import("./files.ts")).sentFiles;
  },
  get service() {
    return (require("./service.ts") as typeof import("./service.ts")).service;
  },
  get setup() {
    return (require("./setup.ts") as typeof import("./setup.ts")).setup;
  },
  get setupBrowser() {
    return (require("./setup-browser.ts") as typeof import("./setup-browser.ts")).setupBrowser;
  },
  get status() {
    return (require("./status.ts") as typeof import("./status.ts")).status;
  },
  get storage() {
    return (require("./storage.ts") as typeof import("./storage.ts")).storage;
  },
  get systemErrors() {
    return (require("./system-errors.ts") as typeof import("./system-errors.ts")).systemErrors;
  },
  get units() {
    return (require("./units.ts") as typeof import("./units.ts")).units;
  },
  get update() {
    return (require("./update.ts") as typeof import("./update.ts")).update;
  },
  get users() {
    return (require("./users.ts") as typeof import("./users.ts")).users;
  },
  get verbErrors() {
    return (require("./verb-errors.ts") as typeof import("./verb-errors.ts")).verbErrors;
  },
  get web() {
    return (require("./web.ts") as typeof import("./web.ts")).web;
  },
};
