/** What helps when another server cannot be reached, in Dutch. */
import type { federationRemedies as en } from "../en/federation-remedies.ts";

export const federationRemedies: typeof en = {
  wait: () => "Misschien is hij even weg: wacht, en probeer het opnieuw.",
  tell: ({ remote }) => `Zeg het tegen de beheerder van ${remote}.`,
  spelling: ({ remote }) => `Kijk de spelling van ${remote} na.`,
  respect: () => "Dat is hun beslissing: hier is niets aan te doen.",
  resolver: () =>
    "Is het zo bij elk domein: kijk naar de weg van deze machine naar DNS, of noem een resolver in dns.resolvers (config.toml).",
  outgoing: ({ port }) =>
    `Is het zo bij elk domein: laat deze machine verbinding maken met TCP-poort ${port} van anderen (de eigen firewall, die van de router, die van de provider).`,
  internet: () => "Is het zo bij elk domein: kijk of deze machine met het internet verbonden is.",
  plaintext: ({ remote }) =>
    `Mag iedereen onderweg lezen wat er wordt geschreven: voeg ${remote} toe aan federation.plaintext in config.toml.`,
  unverified: ({ remote }) =>
    `Zijn de DNS-records voor jou genoeg bewijs: voeg ${remote} toe aan federation.unverified in config.toml.`,
  root: () =>
    "Vertrouw je de autoriteit die het heeft uitgegeven: zet het root-certificaat ervan in een bestand, en noem dat in federation.ca_file.",
  clock: () => "Kijk naar de datum en de tijd van deze machine.",
  certificate: ({ command }) => `Kijk of ons eigen certificaat voor anderen geldig is: ${command}`,
  records: ({ command }) => `Kijk of DNS anderen hierheen leidt: ${command}`,
  incoming: ({ ourPort }) =>
    `Laat anderen verbinding maken met TCP-poort ${ourPort} van deze machine (de eigen firewall, die van de router).`,
  unwanted: ({ remote, local }) => `Vraag de beheerder van ${remote} of ${local} daar welkom is.`,
  wrongMachine: ({ remote }) =>
    `DNS leidt naar een machine die ${remote} niet kent: zeg het tegen de beheerder van ${remote}.`,
  private: ({ remote }) =>
    `Staat ${remote} in je eigen huis: zet private_addresses in [federation] van config.toml op true, en start de server opnieuw.`,
  options: () =>
    "Is dat niet de bedoeling: zie enabled, allow en deny in [federation] van config.toml, en de lijsten in [blocklists].",
};
