/** XEP-0157: Contact Addresses for XMPP Services. */
import { expect, test } from "bun:test";
import { type Actor, cast } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { formOf } from "../support/xep/disco.ts";

const contacts = (actor: Actor) => formOf(actor, "localhost", FORM_TYPE);

const FORM_TYPE = "http://jabber.org/network/serverinfo";

async function withServer(settings: readonly string[], callback: (server: TestServer, juliet: Actor) => Promise<void>) {
  await using server = await startTestServer({ settings });
  const { juliet } = await cast(server, ["juliet"]);
  await callback(server, juliet);
  expect(server.errors).toEqual([]);
}

test("§3: addresses are in a form in the domain's disco#info, by role", async () => {
  const settings = [
    "contact.abuse=mailto:abuse@shakespeare.lit,xmpp:abuse@shakespeare.lit",
    "contact.status=https://status.shakespeare.lit",
    "contact.administrators=false",
  ];
  await withServer(settings, async (_, juliet) => {
    expect(await contacts(juliet)).toEqual({
      FORM_TYPE: [FORM_TYPE],
      "abuse-addresses": ["mailto:abuse@shakespeare.lit", "xmpp:abuse@shakespeare.lit"],
      "status-addresses": ["https://status.shakespeare.lit"],
    });
  });
});

test("§3: without configured addresses, abuse and admin are the administrators' accounts", async () => {
  await withServer([], async (server, juliet) => {
    expect(await contacts(juliet)).toBeUndefined();
    await server.createAccount("o?brien@localhost", undefined, true);
    const address = ["xmpp:o%3Fbrien@localhost"];
    expect(await contacts(juliet)).toEqual({
      FORM_TYPE: [FORM_TYPE],
      "abuse-addresses": address,
      "admin-addresses": address,
    });
  });
});

test("§3: values MUST be valid URIs: others are left out, and logged", async () => {
  await withServer(["contact.status=status page,https://status.example"], async (server, juliet) => {
    expect(await contacts(juliet)).toEqual({ FORM_TYPE: [FORM_TYPE], "status-addresses": ["https://status.example"] });
    expect(server.events).toContainEqual(expect.objectContaining({ event: "contact-address-ignored", role: "status" }));
  });
});
