import { expect, test } from "bun:test";
import { providerOf } from "./provider.ts";

test.each([
  [["dns104.ovh.net", "ns104.ovh.net"], "ovh"],
  [["ns-12-a.gandi.net", "ns-132-b.gandi.net", "ns-87-c.gandi.net"], "gandi"],
  [["ns1033.ui-dns.de", "ns1081.ui-dns.org", "ns1117.ui-dns.com", "ns1102.ui-dns.biz"], "ionos"],
  [["nsany1.infomaniak.com", "nsany2.infomaniak.com"], "infomaniak"],
  [["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"], "cloudflare"],
  [["helium.ns.hetzner.de", "hydrogen.ns.hetzner.com", "oxygen.ns.hetzner.com"], "hetzner"],
  [["ns1.desec.io", "ns2.desec.org"], "desec"],
  [["curitiba.ns.porkbun.com", "salvador.ns.porkbun.com"], "porkbun"],
  [["ns1.duckdns.org", "ns9.duckdns.org"], "duckdns"],
  [["ns1.example.com", "ns1.desec.io"], undefined],
  [["ns1.notovh.net.example"], undefined],
  [[], undefined],
])("%p: %p", (nameServers, provider) => expect(providerOf(nameServers)).toBe(provider as never));
