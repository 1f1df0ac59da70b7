/** XEP-0114: Jabber Component Protocol: the configured external components, and those that are connected. */
import { parseDomain } from "../jid/domain.ts";
import { list } from "../options.ts";
import { defineModule } from "../server/module.ts";
import { StanzaError } from "../stanza-error.ts";
import { disco } from "./0030-disco.ts";

export const components = defineModule({
  name: "components",
  xep: "0114",
  version: "1.6",
  options: {
    secrets: list(
      [],
      'External components that may connect to listen.component, each "DOMAIN=SECRET"; without one nobody listens there.',
    ),
  },
  setup: ({ config, domains, log, use }) => {
    const { addItem, removeItem } = use(disco);
    const secrets = new Map<string, string>();
    for (const entry of config.secrets) {
      const [domain, secret] = partsOf(entry);
      const isPossible = domain !== undefined && secret !== "" && !domains.has(domain);
      if (isPossible) secrets.set(domain, secret);
      else log.warn({ event: "component-ignored", entry: entry.split("=", 1)[0], remedy: "write DOMAIN=SECRET" });
    }
    return {
      api: {
        /** The secrets by domain. */
        secrets: secrets as ReadonlyMap<string, string>,
        connected: addItem,
        disconnected: removeItem,
      },
    };
  },
});

function partsOf(entry: string): readonly [string | undefined, string] {
  const equals = entry.indexOf("=");
  if (equals < 0) return [undefined, ""];
  try {
    return [parseDomain(entry.slice(0, equals).trim()), entry.slice(equals + 1)];
  } catch (error) {
    if (error instanceof StanzaError) return [undefined, ""];
    throw error;
  }
}
