/** XEP-0398: User Avatar to vCard-Based Avatars Conversion. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { type Actor, befriend, type Cast, cast, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { ask, askOwner, EVENT, fieldIn, follows, form, itemsOf, publish, refusal } from "../support/xep/pubsub.ts";

const DATA = "urn:xmpp:avatar:data";
const METADATA = "urn:xmpp:avatar:metadata";
const OPEN = { access_model: "open" };

let server: TestServer;
let actors: Cast<"juliet" | "romeo" | "nurse">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["juliet", "romeo", "nurse"]);
  await befriend(actors.juliet, actors.romeo);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** The first bytes of a file of each type. */
const MAGIC = {
  "image/png": "\x89PNG\r\n\x1a\n",
  "image/jpeg": "\xff\xd8\xff\xe0",
  "image/gif": "GIF89a",
  "image/webp": "RIFF\0\0\0\0WEBP",
  "text/html": "<html>",
} as const;

const picture = (text: string, kind: keyof typeof MAGIC = "image/png") => {
  const bytes = Buffer.from(MAGIC[kind] + text, "latin1");
  return {
    type: kind as string | undefined,
    bytes: bytes.length,
    base64: bytes.toString("base64"),
    hash: createHash("sha1").update(bytes).digest("hex"),
  };
};
type Picture = ReturnType<typeof picture>;

const data = ({ base64, hash }: Picture) => `<item id="${hash}"><data xmlns="${DATA}">${base64}</data></item>`;
const metadata = ({ bytes, hash, type }: Picture, more = "") =>
  `<item id="${hash}"><metadata xmlns="${METADATA}">${more}<info bytes="${bytes}" id="${hash}" type="${type}"/></metadata></item>`;

async function publishAvatar(actor: Actor, one: Picture, options = OPEN): Promise<void> {
  expect(refusal(await publish(actor, DATA, data(one), options))).toBe("");
  expect(refusal(await publish(actor, METADATA, metadata(one), options))).toBe("");
}
const photoOf = async (actor: Actor, to?: string) => {
  const answer = await actor.asks(`<iq type="get"${to ? ` to="${to}"` : ""}><vCard xmlns="vcard-temp"/></iq>`);
  return answer.getChild("vCard", "vcard-temp")?.getChild("PHOTO");
};
const putCard = (actor: Actor, inner: string) =>
  actor.asks(`<iq type="set"><vCard xmlns="vcard-temp">${inner}</vCard></iq>`);
const photo = ({ base64, type }: Picture) =>
  `<PHOTO>${type === undefined ? "" : `<TYPE>${type}</TYPE>`}<BINVAL>${base64}</BINVAL></PHOTO>`;

test("§2, compliance tester: xep0398: the account advertises it, and the domain does not", async () => {
  expect(await featuresOf(actors.juliet, actors.juliet.account)).toContain("urn:xmpp:pep-vcard-conversion:0");
  expect(await featuresOf(actors.juliet, "localhost")).not.toContain("urn:xmpp:pep-vcard-conversion:0");
});

test("§3.1: a published avatar is the photo of the vCard, and its hash is in presence (§4)", async () => {
  const { juliet, romeo } = actors;
  const face = picture("juliet's face");
  await putCard(juliet, "<FN>Juliet</FN>");
  await settled(juliet, romeo);
  await publishAvatar(juliet, face);
  const photo = await photoOf(romeo, juliet.account);
  expect(photo?.getChildText("BINVAL")).toBe(face.base64);
  expect(photo?.getChildText("TYPE")).toBe("image/png");
  const update = `<x xmlns="vcard-temp:x:update"><photo>${face.hash}</photo></x>`;
  await romeo.receives(`<presence from="${juliet.jid}">${update}</presence>`);
  const card = await romeo.asks(`<iq type="get" to="${juliet.account}"><vCard xmlns="vcard-temp"/></iq>`);
  expect(card.getChild("vCard", "vcard-temp")?.getChildText("FN")).toBe("Juliet");
});

test("§3.1: the <info/> without an external URL is converted", async () => {
  const { juliet } = actors;
  const face = picture("another face");
  await publish(juliet, DATA, data(face), OPEN);
  const elsewhere = '<info bytes="1" id="00" type="image/gif" url="https://example.org/a.gif"/>';
  await publish(juliet, METADATA, metadata(face, elsewhere), OPEN);
  expect((await photoOf(juliet))?.getChildText("BINVAL")).toBe(face.base64);
});

test("§3.1: data that is missing or does not match its hash is not converted", async () => {
  const { juliet } = actors;
  const before = (await photoOf(juliet))?.getChildText("BINVAL");
  const [one, other] = [picture("said to be"), picture("but is")];
  await publish(juliet, DATA, data({ ...one, base64: other.base64 }), OPEN);
  await publish(juliet, METADATA, metadata(one), OPEN);
  expect((await photoOf(juliet))?.getChildText("BINVAL")).toBe(before ?? "");
  await publish(juliet, METADATA, metadata(picture("never published")), OPEN);
  expect((await photoOf(juliet))?.getChildText("BINVAL")).toBe(before ?? "");
});

test("XEP-0084 §3.5: empty metadata removes the photo", async () => {
  const { juliet } = actors;
  await publish(juliet, METADATA, `<item id="none"><metadata xmlns="${METADATA}"/></item>`, OPEN);
  expect(await photoOf(juliet)).toBeUndefined();
});

test("§3.2: the photo of a vCard is published as an avatar, once, and contacts are notified", async () => {
  const { nurse, romeo } = actors;
  await befriend(nurse, romeo);
  await follows(romeo, METADATA);
  await settled(nurse, romeo);
  const face = picture("the nurse's face", "image/gif");
  expect(refusal(await putCard(nurse, photo(face)))).toBe("");
  const info = `<info bytes="${face.bytes}" id="${face.hash}" type="image/gif"/>`;
  const item = `<item id="${face.hash}"><metadata xmlns="${METADATA}">${info}</metadata></item>`;
  await romeo.receives(
    `<message from="${nurse.account}"><event xmlns="${EVENT}"><items node="${METADATA}">${item}</items></event></message>`,
  );
  const [stored] = await itemsOf(romeo, DATA, nurse.account);
  expect(stored?.attrs.id).toBe(face.hash);
  expect(stored?.getChildText("data", DATA)).toBe(face.base64);
  expect(fieldIn(await askOwner(nurse, "get", `<configure node="${DATA}"/>`), "pubsub#access_model")).toEqual(["open"]);
  // The same photo again causes no notification.
  await putCard(nurse, `${photo(face)}<FN>Angelica</FN>`);
  await romeo.receivesNothing(`<message from="${nurse.account}"/>`);
});

test("a photo beyond the storage limit of nodes is stored in the vCard only", async () => {
  await using small = await startTestServer({ settings: ["pep.max_item_size=1kB"] });
  const { viola } = await cast(small, ["viola"]);
  expect(refusal(await putCard(viola, photo(picture("v".repeat(2000)))))).toBe("");
  expect(await photoOf(viola)).toBeDefined();
  expect(refusal(await askOwner(viola, "get", `<configure node="${METADATA}"/>`))).toBe("cancel item-not-found");
  expect(small.events.map(({ event }) => event)).toContain("avatar-not-converted");
});

describe("the media type of a picture", () => {
  const kinds = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;

  test("is detected from its bytes, whatever the client declared", async () => {
    await using other = await startTestServer();
    const { viola } = await cast(other, ["viola"]);
    for (const kind of kinds) {
      const face = { ...picture(`viola as ${kind}`, kind), type: undefined };
      await putCard(viola, photo(face));
      const [metadataItem] = await itemsOf(viola, METADATA);
      expect(metadataItem?.getChild("metadata")?.getChild("info")?.attrs).toMatchObject({
        type: kind as string | undefined,
        id: face.hash,
      });
      const other = picture(`viola once more as ${kind}`, kind);
      await publish(viola, DATA, data(other), OPEN);
      await publish(viola, METADATA, metadata({ ...other, type: "image/png" }), OPEN);
      expect((await photoOf(viola))?.getChildText("TYPE")).toBe(kind);
    }
  });

  test("an unknown type is not converted", async () => {
    await using other = await startTestServer();
    const { viola } = await cast(other, ["viola"]);
    const page = picture("no image", "text/html");
    await publishAvatar(viola, page);
    expect(await photoOf(viola)).toBeUndefined();
    await putCard(viola, photo({ ...picture("another", "text/html"), type: "image/png" }));
    expect(await photoOf(viola)).toBeDefined();
    expect((await itemsOf(viola, METADATA)).map(({ attrs }) => attrs.id)).toEqual([page.hash]);
    expect(other.events.map(({ event }) => event)).toContain("avatar-not-converted");
  });
});

describe("removal of a picture", () => {
  test("from the vCard publishes empty metadata (XEP-0084 §3.5)", async () => {
    await using other = await startTestServer();
    const { viola } = await cast(other, ["viola"]);
    await putCard(viola, photo(picture("viola")));
    await follows(viola, METADATA);
    await settled(viola);
    await putCard(viola, "<FN>Viola</FN>");
    const event = await viola.receives(
      `<message from="${viola.account}"><event xmlns="${EVENT}"><items node="${METADATA}"/></event></message>`,
    );
    const metadata = event.getChild("event")?.getChild("items")?.getChild("item")?.getChild("metadata", METADATA);
    expect(metadata?.children).toEqual([]);
    await viola.receivesNothing("<message/>");
  });

  test("by retracting, purging or deleting the metadata removes the photo, and its hash in presence", async () => {
    await using other = await startTestServer();
    const { viola } = await cast(other, ["viola"]);
    const face = picture("viola");
    const ends = [
      () => ask(viola, "set", `<retract node="${METADATA}"><item id="${face.hash}"/></retract>`),
      () => askOwner(viola, "set", `<purge node="${METADATA}"/>`),
      () => askOwner(viola, "set", `<delete node="${METADATA}"/>`),
    ];
    for (const end of ends) {
      await publishAvatar(viola, face);
      expect(await photoOf(viola)).toBeDefined();
      await settled(viola);
      expect(refusal(await end())).toBe("");
      expect(await photoOf(viola)).toBeUndefined();
      await viola.receives(`<presence from="${viola.jid}"><x xmlns="vcard-temp:x:update"><photo/></x></presence>`);
    }
  });

  test("from the vCard does not remove an avatar that is for contacts only", async () => {
    await using other = await startTestServer();
    const { viola } = await cast(other, ["viola"]);
    const face = picture("viola, for friends");
    await publishAvatar(viola, face, { access_model: "presence" });
    await putCard(viola, "<FN>Viola</FN>");
    expect((await itemsOf(viola, METADATA)).map(({ attrs }) => attrs.id)).toEqual([face.hash]);
  });
});

describe("§6.2, §7: an avatar that is for contacts only", () => {
  const PRESENCE = { access_model: "presence" };
  const face = picture("viola, for friends");
  const update = (hash: string) => `<x xmlns="vcard-temp:x:update"><photo>${hash}</photo></x>`;

  async function stage() {
    const other = await startTestServer();
    const { viola, olivia, orsino } = await cast(other, ["viola", "olivia", "orsino"]);
    await befriend(viola, olivia);
    return { viola, olivia, orsino, [Symbol.asyncDispose]: () => other[Symbol.asyncDispose]() };
  }

  test("is in the vCard returned to contacts, and in nobody else's", async () => {
    await using fixture = await stage();
    const { viola, olivia, orsino } = fixture;
    await publishAvatar(viola, face, PRESENCE);
    for (const reader of [viola, olivia]) {
      const photo = await photoOf(reader, viola.account);
      expect([photo?.getChildText("TYPE"), photo?.getChildText("BINVAL")]).toEqual(["image/png", face.base64]);
    }
    expect(await photoOf(orsino, viola.account)).toBeUndefined();
    await putCard(viola, "<FN>Viola</FN>");
    const strangerAnswer = await orsino.asks(`<iq type="get" to="${viola.account}"><vCard xmlns="vcard-temp"/></iq>`);
    expect(strangerAnswer.getChild("vCard")?.toString()).toBe('<vCard xmlns="vcard-temp"><FN>Viola</FN></vCard>');
  });

  test("§4: its hash is in presence to contacts who may access it, and in no other", async () => {
    await using fixture = await stage();
    const { viola, olivia, orsino } = fixture;
    await publishAvatar(viola, face, PRESENCE);
    await olivia.receives(`<presence from="${viola.jid}">${update(face.hash)}</presence>`);
    viola.sends("<presence><show>away</show></presence>");
    await olivia.receives(`<presence from="${viola.jid}"><show>away</show>${update(face.hash)}</presence>`);
    viola.sends(`<presence to="${orsino.jid}"/>`);
    expect((await orsino.receives(`<presence from="${viola.jid}"/>`)).getChild("x")).toBeUndefined();
    await ask(viola, "set", `<retract node="${METADATA}"><item id="${face.hash}"/></retract>`);
    await olivia.receives(`<presence from="${viola.jid}">${update("")}</presence>`);
  });

  test("with a whitelist its hash is not in presence to all contacts", async () => {
    await using fixture = await stage();
    const { viola, olivia } = fixture;
    await publishAvatar(viola, face, { access_model: "whitelist" });
    await settled(viola, olivia);
    viola.sends("<presence/>");
    expect((await olivia.receives(`<presence from="${viola.jid}"/>`)).getChild("x")).toBeUndefined();
    expect(await photoOf(olivia, viola.account)).toBeUndefined();
  });

  test("is unchanged, without a notification, when a client stores the vCard it has read", async () => {
    await using fixture = await stage();
    const { viola, olivia, orsino } = fixture;
    await publishAvatar(viola, face, PRESENCE);
    await follows(olivia, METADATA);
    await settled(viola, olivia);
    expect(refusal(await putCard(viola, `<FN>Viola</FN>${photo(face)}`))).toBe("");
    expect(await photoOf(orsino, viola.account)).toBeUndefined();
    expect((await photoOf(olivia, viola.account))?.getChildText("BINVAL")).toBe(face.base64);
    await olivia.receivesNothing("<message/>");
  });

  test("§3.2: another photo in the vCard is published to contacts only", async () => {
    await using fixture = await stage();
    const { viola, olivia, orsino } = fixture;
    await publishAvatar(viola, face, PRESENCE);
    await follows(olivia, METADATA);
    await settled(viola, olivia);
    const cesario = picture("viola as Cesario");
    await putCard(viola, photo(cesario));
    await olivia.receives(
      `<message from="${viola.account}"><event xmlns="${EVENT}"><items node="${METADATA}"><item id="${cesario.hash}"/></items></event></message>`,
    );
    expect((await photoOf(olivia, viola.account))?.getChildText("BINVAL")).toBe(cesario.base64);
    expect(await photoOf(orsino, viola.account)).toBeUndefined();
    expect(fieldIn(await askOwner(viola, "get", `<configure node="${DATA}"/>`), "pubsub#access_model")).toEqual([
      "presence",
    ]);
  });

  test("follows changes of the nodes' access model", async () => {
    await using fixture = await stage();
    const { viola, orsino } = fixture;
    const become = async (access_model: string) => {
      for (const node of [DATA, METADATA]) {
        const configuration = form("node_config", { access_model });
        expect(refusal(await askOwner(viola, "set", `<configure node="${node}">${configuration}</configure>`))).toBe(
          "",
        );
      }
    };
    await publishAvatar(viola, face);
    expect(await photoOf(orsino, viola.account)).toBeDefined();
    await become("presence");
    expect(await photoOf(orsino, viola.account)).toBeUndefined();
    expect(await photoOf(viola)).toBeDefined();
    await become("open");
    expect((await photoOf(orsino, viola.account))?.getChildText("BINVAL")).toBe(face.base64);
  });
});
