/** The compiled program renews its certificate by itself, with an ACME server. */
import { beforeAll, expect, test } from "bun:test";
import { Element } from "ltx";
import { certificateId } from "../../src/certificate/renewal-info.ts";
import { newSite, openAuthority } from "../support/certificate/acme-site.ts";
import { PEBBLE } from "../support/certificate/pebble.ts";
import { describeWith } from "../support/needs.ts";
import { compiledProgram } from "../support/process/compiled.ts";

/** Seconds. */
const VALIDITY_S = 8;
const SECOND = 1000;
const HOUR = 3600 * SECOND;
const RENEWAL_TIMEOUT_MS = 20 * SECOND;

describeWith([...PEBBLE, "openssl"])("with an ACME authority (pebble)", () => {
  beforeAll(() => void compiledProgram(), 60_000);

  test(
    "half of a short lifetime has passed: new connections see a new certificate, existing ones stay",
    async () => {
      await using authority = await openAuthority({ validity: VALIDITY_S });
      using site = await newSite(authority);
      expect(await site.setup("tls-alpn-01")).toMatchObject({ exit: 0 });
      await using server = await site.start();
      const former = await site.shownCertificate("direct");
      const alice = await site.logIn("direct");
      await server.prints(/certificate-obtained/);

      const renewed = await site.shownCertificate("direct");
      expect(renewed.serialNumber).not.toBe(former.serialNumber);
      // A certificate's times are truncated to seconds.
      const half = (Date.parse(former.validFrom) + Date.parse(former.validTo)) / 2;
      expect(Date.parse(renewed.validFrom) + SECOND).toBeGreaterThan(half);
      await alice.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }));
      expect(authority.proxy.orders).toHaveLength(2);
    },
    RENEWAL_TIMEOUT_MS,
  );

  test(
    "RFC 9773 §4.2: the suggested window has passed: it is renewed long before half of its lifetime",
    async () => {
      await using authority = await openAuthority({ validity: 5 * VALIDITY_S });
      const { orders, suggestWindow } = authority.proxy;
      using site = await newSite(authority);
      expect(await site.setup("http-01")).toMatchObject({ exit: 0 });
      const [first, since] = [certificateId(site.certificateFile("chain.pem")), performance.now()];
      suggestWindow({ start: Date.now() - 2 * HOUR, end: Date.now() - HOUR });
      await using server = await site.start();
      await server.prints(/certificate-obtained/);
      expect(performance.now() - since).toBeLessThan(2 * VALIDITY_S * SECOND);
      expect(orders.map(({ replaces }) => replaces)).toEqual([undefined, first]);
    },
    RENEWAL_TIMEOUT_MS,
  );
});
