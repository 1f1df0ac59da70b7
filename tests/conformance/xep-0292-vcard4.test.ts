/** XEP-0292: vCard4 Over XMPP. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { type Actor, appear, befriend, enter, settled } from "../support/cast.ts";
import { startTestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { askOwner, EVENT, fieldIn, follows, itemsOf, publish, refusal } from "../support/xep/pubsub.ts";

const NODE = "urn:xmpp:vcard4";
const NS = "urn:ietf:params:xml:ns:vcard-4.0";
const OPEN = { access_model: "open" };

const server = await startTestServer({ settings: ["vcard.max_size=10kB"] });
let peter: Actor;
let sam: Actor;
let people = 0;

beforeEach(async () => {
  people += 1;
  peter = await enter(server, `peter${people}`, "squire");
  sam = await enter(server, `sam${people}`, "foo");
  await appear(peter);
  await appear(sam);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const vcard = (inner: string) => `<vcard xmlns="${NS}">${inner}</vcard>`;
const publishes = (inner: string, options = OPEN) =>
  publish(peter, NODE, `<item id="mine">${vcard(inner)}</item>`, options);
const stores = (inner: string) => peter.asks(`<iq type="set"><vCard xmlns="vcard-temp">${inner}</vCard></iq>`);
const inner = (element: { readonly children: unknown[] } | undefined): string => (element?.children ?? []).join("");

const temp = async (): Promise<string> => {
  const answer = await sam.asks(`<iq type="get" to="${peter.account}"><vCard xmlns="vcard-temp"/></iq>`);
  return inner(answer.getChild("vCard", "vcard-temp"));
};
const published = async (): Promise<string> => {
  const [item] = await itemsOf(sam, NODE, peter.account);
  return inner(item?.getChild("vcard", NS));
};

test("§7: the account advertises the namespace", async () => {
  expect(await featuresOf(peter, peter.account)).toContain(NS);
});

describe("§4: a vCard in a PEP node", () => {
  test("§4.1: it is published and retrieved, with properties that only vCard4 has", async () => {
    const card = "<fn><text>Peter</text></fn><lang><language-tag>en</language-tag></lang><gender><sex>M</sex></gender>";
    expect(refusal(await publishes(card))).toBe("");
    expect(await published()).toBe(card);
  });

  test("§4.2: interested clients are notified, also when vcard-temp has changed", async () => {
    await befriend(peter, sam);
    await follows(sam, NODE);
    await settled(peter, sam);
    await stores("<FN>Peter</FN>");
    const notification = (id: string, name: string) =>
      `<message from="${peter.account}" type="headline"><event xmlns="${EVENT}"><items node="${NODE}"><item id="${id}">${vcard(`<fn><text>${name}</text></fn>`)}</item></items></event></message>`;
    await sam.receives(notification("current", "Peter"));
    await publishes("<fn><text>Peter Saint-Andre</text></fn>");
    await sam.receives(notification("mine", "Peter Saint-Andre"));
    await sam.receivesNothing("<message/>");
  });
});

describe("requests of versions before 0.12", () => {
  const asks = (actor: Actor, to?: string) =>
    actor.asks(`<iq type="get"${to ? ` to="${to}"` : ""}><vcard xmlns="${NS}"/></iq>`);

  test("the vCard is set by its owner and read by everybody, and is the item of the node", async () => {
    expect(refusal(await asks(peter))).toBe("cancel item-not-found");
    expect(refusal(await peter.asks(`<iq type="set">${vcard("<fn><text>Peter</text></fn>")}</iq>`))).toBe("");
    for (const answer of [await asks(peter), await asks(peter, peter.account), await asks(sam, peter.account)])
      expect(inner(answer.getChild("vcard", NS))).toBe("<fn><text>Peter</text></fn>");
    expect(await published()).toBe("<fn><text>Peter</text></fn>");
    const config = await askOwner(peter, "get", `<configure node="${NODE}"/>`);
    expect(fieldIn(config, "pubsub#access_model")).toEqual(["open"]);
  });

  test("another account's vCard cannot be set, nor read without access to the node", async () => {
    const set = `<iq type="set" to="${peter.account}">${vcard("<fn><text>Sam</text></fn>")}</iq>`;
    expect(refusal(await sam.asks(set))).toBe("auth forbidden");
    await publishes("<fn><text>Peter</text></fn>", { access_model: "presence" });
    const [known, unknown] = [await asks(sam, peter.account), await asks(sam, "nobody@localhost")];
    expect(refusal(known)).toBe("auth not-authorized presence-subscription-required");
    expect(refusal(unknown)).toBe(refusal(known));
  });
});

/** Each property in both formats. */
const PAIRS: readonly (readonly [what: string, temp: string, vcard4: string])[] = [
  ["§11.5 FN", "<FN>Peter</FN>", "<fn><text>Peter</text></fn>"],
  [
    "§11.1.3 N",
    "<N><FAMILY>Saint-Andre</FAMILY><GIVEN>Peter</GIVEN><MIDDLE>Q</MIDDLE></N>",
    "<n><surname>Saint-Andre</surname><given>Peter</given><additional>Q</additional></n>",
  ],
  [
    "NICKNAME, twice",
    "<NICKNAME>stpeter</NICKNAME><NICKNAME>psa</NICKNAME>",
    "<nickname><text>stpeter</text></nickname><nickname><text>psa</text></nickname>",
  ],
  ["BDAY", "<BDAY>1966-08-06</BDAY>", "<bday><date>1966-08-06</date></bday>"],
  [
    "§11.3.1 ADR",
    "<ADR><HOME/><WORK/><PREF/><EXTADD>Suite 600</EXTADD><LOCALITY>Denver</LOCALITY><PCODE>80202</PCODE><CTRY>USA</CTRY></ADR>",
    "<adr><parameters><type><text>home</text><text>work</text></type><pref><integer>1</integer></pref></parameters><ext>Suite 600</ext><locality>Denver</locality><code>80202</code><country>USA</country></adr>",
  ],
  [
    "§11.3.5 TEL",
    "<TEL><WORK/><VOICE/><NUMBER>+1-303-308-3282</NUMBER></TEL><TEL><NUMBER>ask at the door</NUMBER></TEL>",
    "<tel><parameters><type><text>work</text><text>voice</text></type></parameters><uri>tel:+1-303-308-3282</uri></tel><tel><text>ask at the door</text></tel>",
  ],
  [
    "EMAIL",
    "<EMAIL><HOME/><USERID>stpeter@jabber.org</USERID></EMAIL>",
    "<email><parameters><type><text>home</text></type></parameters><text>stpeter@jabber.org</text></email>",
  ],
  [
    "TITLE, ROLE",
    "<TITLE>Director</TITLE><ROLE>Saint</ROLE>",
    "<title><text>Director</text></title><role><text>Saint</text></role>",
  ],
  [
    "ORG",
    "<ORG><ORGNAME>XSF</ORGNAME><ORGUNIT>Council</ORGUNIT></ORG>",
    "<org><text>XSF</text><text>Council</text></org>",
  ],
  ["URL", "<URL>https://stpeter.im/</URL>", "<url><uri>https://stpeter.im/</uri></url>"],
  ["§11.1.1 DESC", "<DESC>More &amp; more</DESC>", "<note><text>More &amp; more</text></note>"],
];

describe("§11: conversion between vcard-temp and vCard4", () => {
  for (const [what, vcardTemp, vcard4] of PAIRS) {
    test(`${what} is converted in both directions`, async () => {
      const isName = what.includes("FN");
      await stores(vcardTemp);
      expect(await published()).toBe(isName ? vcard4 : `<fn><text/></fn>${vcard4}`);
      await stores("");
      expect(await published()).toBe("<fn><text/></fn>");
      await publishes(vcard4);
      expect(await temp()).toBe(vcardTemp);
    });
  }

  test("properties without a counterpart stay in their format", async () => {
    await stores("<FN>Peter</FN><MAILER>pine</MAILER><X-MINE>1</X-MINE>");
    await publishes("<fn><text>Saint-Andre</text></fn><kind><text>individual</text></kind>");
    expect(await temp()).toBe("<FN>Saint-Andre</FN><MAILER>pine</MAILER><X-MINE>1</X-MINE>");
    await stores("<FN>Stpeter</FN>");
    expect(await published()).toBe("<fn><text>Stpeter</text></fn><kind><text>individual</text></kind>");
  });

  test("a vCard4 for contacts only is neither converted to vcard-temp, which is public, nor overwritten from it", async () => {
    await befriend(peter, sam);
    await publishes("<fn><text>Peter</text></fn><tel><text>secret</text></tel>", { access_model: "presence" });
    expect(await temp()).toBe("");
    await stores("<FN>Public</FN>");
    expect(await published()).toBe("<fn><text>Peter</text></fn><tel><text>secret</text></tel>");
  });

  test("a retracted vCard4 removes its properties from vcard-temp", async () => {
    for (const end of [`<purge node="${NODE}"/>`, `<delete node="${NODE}"/>`]) {
      await publishes("<fn><text>Peter</text></fn><url><uri>https://stpeter.im/</uri></url>");
      expect(await temp()).toBe("<FN>Peter</FN><URL>https://stpeter.im/</URL>");
      expect(refusal(await askOwner(peter, "set", end))).toBe("");
      expect(await temp()).toBe("");
    }
  });

  test("a vcard-temp with only a photo creates no vCard4", async () => {
    await stores(`<PHOTO><TYPE>image/png</TYPE><BINVAL>${Buffer.from("no").toString("base64")}</BINVAL></PHOTO>`);
    expect(refusal(await askOwner(peter, "get", `<configure node="${NODE}"/>`))).toBe("cancel item-not-found");
  });

  test("a vCard4 too long for vcard-temp is stored in the node only", async () => {
    await stores("<FN>Peter</FN>");
    const long = `<fn><text>Peter</text></fn><note><text>${"x".repeat(11_000)}</text></note>`;
    expect(refusal(await publishes(long))).toBe("");
    expect(await published()).toBe(long);
    expect(await temp()).toBe("<FN>Peter</FN>");
    expect(server.events.map(({ event }) => event)).toContain("vcard-not-converted");
  });

  test("an account that stores neither has neither", async () => {
    expect(refusal(await askOwner(sam, "get", `<configure node="${NODE}"/>`))).toBe("cancel item-not-found");
  });
});
