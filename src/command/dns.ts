/** jabber-home dns: the records that the domains need, and which of them are published. */
import { networkInterfaces } from "node:os";
import { openZoneResolver } from "../../installer/real-network.ts";
import { recordsOf } from "../../installer/records.ts";
import { addressFlagProblem } from "../../installer/wizard/address-lines.ts";
import { recordLines } from "../../installer/wizard/dns.ts";
import { readConfigFile } from "../config/read.ts";
import { checkRecords } from "../dns/record-check.ts";
import { zoneFileLines } from "../dns/zone-file.ts";
import { dnsMessages } from "../messages/dns.ts";
import { modules } from "../modules.ts";
import { ownAddresses } from "../net/own-addresses.ts";
import { isPrivateName } from "../special-names.ts";
import { EXIT } from "./exit.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

const SIGNS = { right: "ok     ", wrong: "wrong  ", note: "note   ", plain: "", paste: "" } as const;

export default defineVerb({
  name: "dns",
  examples: ["dns", "dns --zone-file > example.com.zone", "dns --resolver 9.9.9.9", "dns --address 192.0.2.12 --json"],
  flags: {
    "zone-file": { kind: "switch", meaning: "zoneFile" },
    resolver: { kind: "text", value: "ADDR", meaning: "resolver" },
    address: { kind: "list", value: "IP", meaning: "address" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, home, language, terminal } = call;
    const messages = dnsMessages[language];
    const settings = flags.resolver === undefined ? [] : [`dns.resolvers=${flags.resolver}`];
    const config = readConfigFile(home.config, modules, settings);
    if (config.general.domains.length === 0) throw new VerbError(EXIT.configuration, "not-set-up");
    const inside = config.general.domains.filter(isPrivateName);
    if (inside.length === config.general.domains.length) {
      report(call, { records: [] }, messages.unneeded(inside.join(", ")));
      return EXIT.ok;
    }
    const own = ownAddresses(networkInterfaces()).filter(({ reach }) => reach === "public");
    const known = [...new Set([...config.general.addresses, ...own.map(({ address }) => address)])];
    for (const address of flags.address) {
      const sentence = addressFlagProblem(address, language, config.federation.private_addresses);
      if (sentence) throw new VerbError(EXIT.usage, "address-unusable", { address, sentence });
    }
    const addresses = flags.address.length > 0 ? flags.address : known;
    const records = recordsOf(config, addresses);
    if (flags["zone-file"]) {
      terminal.out(zoneFileLines(records).join("\n"));
      return EXIT.ok;
    }
    const sights = await checkRecords(records, openZoneResolver(config));
    const due = sights.filter(({ state }) => state !== "right").map(({ record }) => record);
    const lines = recordLines(sights, messages).map(({ mark, text }) => `${SIGNS[mark]}${text}`);
    const advice = due.length === 0 ? [messages.complete] : [messages.add, "", ...zoneFileLines(due)];
    report(call, { records: sights }, [...lines, "", ...advice].join("\n"));
    return due.some(({ isOptional }) => !isOptional) ? EXIT.failed : EXIT.ok;
  },
});
