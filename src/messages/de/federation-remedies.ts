/** What helps when another server cannot be reached, in German. */
import type { federationRemedies as en } from "../en/federation-remedies.ts";

export const federationRemedies: typeof en = {
  wait: () => "Vielleicht ist er nur kurz weg: Warte und versuche es noch einmal.",
  tell: ({ remote }) => `Sag es dem Administrator von ${remote}.`,
  spelling: ({ remote }) => `Prüfe die Schreibweise von ${remote}.`,
  respect: () => "Das ist deren Entscheidung: Hier lässt sich nichts tun.",
  resolver: () =>
    "Wenn es bei jeder Domain so ist: Prüfe den Weg dieses Rechners zum DNS, oder nenne einen Resolver in dns.resolvers (config.toml).",
  outgoing: ({ port }) =>
    `Wenn es bei jeder Domain so ist: Lass diesen Rechner TCP-Port ${port} anderer erreichen (seine Firewall, die des Routers, die des Anbieters).`,
  internet: () => "Wenn es bei jeder Domain so ist: Sieh nach, ob dieser Rechner mit dem Internet verbunden ist.",
  plaintext: ({ remote }) =>
    `Wenn alle unterwegs lesen dürfen, was geschrieben wird: Trage ${remote} in federation.plaintext in config.toml ein.`,
  unverified: ({ remote }) =>
    `Wenn dir seine DNS-Einträge als Beweis genügen: Trage ${remote} in federation.unverified in config.toml ein.`,
  root: () =>
    "Wenn du der Zertifizierungsstelle vertraust, die es ausgestellt hat: Lege ihre Wurzel in eine Datei und nenne die in federation.ca_file.",
  clock: () => "Prüfe Datum und Uhrzeit dieses Rechners.",
  certificate: ({ command }) => `Sieh nach, ob unser eigenes Zertifikat für andere gültig ist: ${command}`,
  records: ({ command }) => `Sieh nach, ob das DNS andere hierher führt: ${command}`,
  incoming: ({ ourPort }) =>
    `Lass andere TCP-Port ${ourPort} dieses Rechners erreichen (seine Firewall, die des Routers).`,
  unwanted: ({ remote, local }) => `Frag den Administrator von ${remote}, ob ${local} dort erwünscht ist.`,
  wrongMachine: ({ remote }) =>
    `Das DNS führt zu einem Rechner, der für ${remote} nicht zuständig ist: Sag es dem Administrator dort.`,
  private: ({ remote }) =>
    `Wenn ${remote} in deinem eigenen Haus steht: Setze private_addresses in [federation] von config.toml auf true, und starte den Server neu.`,
  options: () =>
    "Wenn das nicht so gemeint ist: Siehe enabled, allow und deny in [federation] von config.toml, und die Listen in [blocklists].",
};
