/** XEP-0363: HTTP File Upload. */
import { expect, test } from "bun:test";
import { HOUR } from "../../src/clock.ts";
import { Component } from "../support/client/component.ts";
import { conditionOf } from "../support/hostile.ts";
import { stage } from "../support/stage.ts";
import { featuresOf, formOf } from "../support/xep/disco.ts";
import { HTTPS, NS_UPLOAD, puts, requestsSlot, slotFor, uploads, web } from "../support/xep/upload.ts";

const MAX_SIZE = 100 * 1024 * 1024 + 16;
/** Milliseconds by which the server's clock is ahead. */
let late = 0;
const play = stage(["romeo", "juliet"], {
  now: () => Date.now() + late,
  settings: [HTTPS, "components.secrets=bridge.example=s,other.example=s", "files.components=bridge.example"],
});
const { actors } = play;

const PURPOSE = "urn:xmpp:http:upload:purpose:0";
const purpose = (name: string, attributes = ""): string => `<${name} xmlns="${PURPOSE}"${attributes}/>`;

test("§3: the service advertises the protocol and the maximum file size, in bytes", async () => {
  const features = await featuresOf(actors.romeo, "localhost");
  expect(features).toContain(NS_UPLOAD);
  for (const name of ["message", "profile", "ephemeral", "permanent"]) expect(features).toContain(`${PURPOSE}#${name}`);
  expect(await formOf(actors.romeo, "localhost", NS_UPLOAD)).toMatchObject({ "max-file-size": [String(MAX_SIZE)] });
});

test("§3: the service has the identity store/file, by which some apps look for it", async () => {
  const query = '<query xmlns="http://jabber.org/protocol/disco#info"/>';
  const info = await actors.romeo.asks(`<iq type="get" to="localhost">${query}</iq>`);
  const identities = info.getChild("query")?.getChildren("identity") ?? [];
  expect(identities.map(({ attrs }) => [attrs.category, attrs.type])).toContainEqual(["store", "file"]);
});

test("§4: the slot has an HTTPS URL to PUT and one to GET, which keep the name, percent-encoded", async () => {
  const { put, get } = await slotFor(actors.romeo, { name: "très cool (1).jpg", size: 23456, type: "image/jpeg" });
  const address = /^https:\/\/localhost:\d+\/upload\/([\w-]{22})\/tr%C3%A8s%20cool%20%281%29\.jpg$/;
  expect([put, get]).toEqual([expect.stringMatching(address), expect.stringMatching(address)]);
  // Who gets the file must not be able to upload another one in its place.
  expect(address.exec(put)?.[1]).not.toBe(address.exec(get)?.[1]);
});

test("§8: what was uploaded is served at the GET URL once the PUT is answered with 201", async () => {
  const content = crypto.getRandomValues(new Uint8Array(70_000));
  const { put, get } = await slotFor(actors.romeo, { size: content.length, type: "image/jpeg" });
  expect((await web(get)).status).toBe(404);
  const uploaded = await puts(put, content, { "Content-Type": "image/jpeg" });
  expect([uploaded.status, await uploaded.text()]).toEqual([201, ""]);
  const fetched = await web(get);
  expect([fetched.status, fetched.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  expect(new Uint8Array(await fetched.arrayBuffer())).toEqual(content);
});

test("§8: the upload MUST be rejected if its length is not the size of the slot, and may be tried again", async () => {
  const { put, get } = await slotFor(actors.romeo, { size: 10 });
  expect([(await puts(put, "123456789")).status, (await puts(put, "12345678901")).status]).toEqual([400, 413]);
  expect((await web(get)).status).toBe(404);
  expect((await puts(put, "1234567890")).status).toBe(201);
});

test("§8: the upload is rejected if its type is another than announced; one that was not announced is the upload's", async () => {
  const announced = await slotFor(actors.romeo, { size: 2, type: "image/PNG" });
  expect((await puts(announced.put, "hi", { "Content-Type": "text/html" })).status).toBe(415);
  expect((await puts(announced.put, "hi", { "Content-Type": "Image/png" })).status).toBe(201);
  const silent = await slotFor(actors.romeo, { size: 2 });
  await puts(silent.put, "hi", { "Content-Type": "text/plain; charset=UTF-8; x=y" });
  expect((await web(silent.get)).headers.get("content-type")).toBe("text/plain; charset=utf-8");
  const unknown = await slotFor(actors.romeo, { size: 2 });
  await puts(unknown.put, new Uint8Array(2));
  expect((await web(unknown.get)).headers.get("content-type")).toBe("application/octet-stream");
});

test("a slot takes one file: a second one gets a clear error, and the first one stays", async () => {
  const { put, get } = await slotFor(actors.romeo, { size: 5 });
  await puts(put, "first");
  const second = await puts(put, "other");
  expect([second.status, await second.text()]).toEqual([409, "A file has been uploaded to this slot already.\n"]);
  expect(await (await web(get)).text()).toBe("first");
});

test("§7: a file that is too large is not-acceptable, with the maximum size", async () => {
  const answer = await requestsSlot(actors.romeo, { size: MAX_SIZE + 1 });
  const error = answer.getChild("error");
  expect([conditionOf(answer), error?.attrs.type]).toEqual(["not-acceptable", "modify"]);
  expect(error?.getChild("file-too-large", NS_UPLOAD)?.getChildText("max-file-size")).toBe(String(MAX_SIZE));
  expect((await requestsSlot(actors.romeo, { size: MAX_SIZE })).attrs.type).toBe("result");
});

test("§7: a malformed request is bad-request", async () => {
  const malformed = [
    { size: 0 },
    { size: -1 },
    { size: "1.5" },
    { size: "9".repeat(30) },
    { size: "" },
    { size: 1, name: "" },
    { size: 1, name: "é".repeat(128) },
    { size: 1, type: "no type" },
    { size: 1, type: `a/${"b".repeat(300)}` },
    { size: 1, inner: purpose("profile") + purpose("message") },
    { size: 1, inner: purpose("ephemeral") },
    { size: 1, inner: purpose("ephemeral", ' expire-before="2001-01-01T00:00:00Z"') },
  ];
  for (const asked of malformed) expect(conditionOf(await requestsSlot(actors.romeo, asked))).toBe("bad-request");
});

test("§7: those that may not upload are forbidden to; components may where an option names them", async () => {
  const request = `<iq type="get" id="1" from="x@DOMAIN" to="localhost"><request xmlns="${NS_UPLOAD}" filename="a" size="1"/></iq>`;
  for (const [domain, type] of [
    ["bridge.example", "result"],
    ["other.example", "error"],
  ] as const) {
    const component = await Component.connect(play.server, domain, "s");
    component.sends(request.replace("DOMAIN", domain));
    const answer = await component.receives('<iq id="1"/>');
    expect(answer.attrs.type).toBe(type);
    if (type === "error") expect(conditionOf(answer)).toBe("forbidden");
    component.leaves();
  }
});

test("§5.3: an ephemeral file is not available after its time", async () => {
  const end = new Date(Date.now() + HOUR).toISOString();
  const get = await uploads(actors.romeo, "story", { inner: purpose("ephemeral", ` expire-before="${end}"`) });
  const fetched = await web(get);
  expect(fetched.status).toBe(200);
  expect(Number(/max-age=(\d+)/.exec(fetched.headers.get("cache-control") ?? "")?.[1])).toBeLessThanOrEqual(3600);
  late = HOUR;
  expect((await web(get)).status).toBe(404);
  late = 0;
});

test("§9: pages of other sites may upload and fetch (the compliance tester's preflight)", async () => {
  const { put, get } = await slotFor(actors.romeo, { name: "hello.png", size: 1234 });
  const preflight = await web(put, {
    method: "OPTIONS",
    headers: {
      Origin: "https://compliance.example",
      "Access-Control-Request-Method": "PUT",
      "Access-Control-Request-Headers": "content-type",
    },
  });
  expect(preflight.ok).toBe(true);
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  expect(preflight.headers.get("access-control-allow-methods")).toMatch(/\bPUT\b/);
  expect(preflight.headers.get("access-control-allow-headers")?.toLowerCase()).toMatch(/content-type/);
  const origin = { Origin: "https://chat.example" };
  const uploaded = await puts(put, new Uint8Array(1234), origin);
  expect([uploaded.status, uploaded.headers.get("access-control-allow-origin")]).toEqual([201, "*"]);
  expect((await web(get, { headers: origin })).headers.get("access-control-allow-origin")).toBe("*");
});

test("RFC 9110 §14: single ranges are served, several ones get the whole file", async () => {
  const get = await uploads(actors.romeo, "0123456789", { type: "text/plain" });
  const asks = async (range: string, more: Record<string, string> = {}) => {
    const { status, headers, ...body } = await web(get, { headers: { Range: range, ...more } }).then(
      async (response) => ({
        status: response.status,
        headers: response.headers,
        text: await response.text(),
      }),
    );
    return [status, headers.get("content-range"), body.text];
  };
  expect(await asks("bytes=2-4")).toEqual([206, "bytes 2-4/10", "234"]);
  expect(await asks("bytes=7-")).toEqual([206, "bytes 7-9/10", "789"]);
  expect(await asks("bytes=-3")).toEqual([206, "bytes 7-9/10", "789"]);
  expect(await asks("bytes=5-99")).toEqual([206, "bytes 5-9/10", "56789"]);
  expect(await asks("bytes=0-")).toEqual([206, "bytes 0-9/10", "0123456789"]);
  expect((await asks("bytes=10-")).slice(0, 2)).toEqual([416, "bytes */10"]);
  expect((await asks("bytes=-0")).slice(0, 2)).toEqual([416, "bytes */10"]);
  for (const range of ["bytes=0-1,4-5", "bytes=4-2", "lines=1-2", "bytes=", "bytes=-"])
    expect(await asks(range)).toEqual([200, null, "0123456789"]);
  const whole = await web(get);
  const [etag, modified] = [whole.headers.get("etag") ?? "", whole.headers.get("last-modified") ?? ""];
  for (const same of [etag, modified]) expect((await asks("bytes=1-1", { "If-Range": same }))[0]).toBe(206);
  for (const other of ['"other"', `W/${etag}`, "Sat, 01 Jan 2000 00:00:00 GMT"])
    expect((await asks("bytes=1-1", { "If-Range": other }))[0]).toBe(200);
});

test("RFC 9110 §13: who has the file already gets 304; HEAD tells all but the content", async () => {
  const get = await uploads(actors.romeo, "0123456789", { name: "a.txt", type: "text/plain" });
  const whole = await web(get);
  const [etag, modified] = [whole.headers.get("etag") ?? "", whole.headers.get("last-modified") ?? ""];
  const statusWith = async (headers: Record<string, string>) => (await web(get, { headers })).status;
  expect(await statusWith({ "If-None-Match": `"x", ${etag}` })).toBe(304);
  expect(await statusWith({ "If-None-Match": "*" })).toBe(304);
  expect(await statusWith({ "If-None-Match": '"x"', "If-Modified-Since": modified })).toBe(200);
  expect(await statusWith({ "If-Modified-Since": modified })).toBe(304);
  expect(await statusWith({ "If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT" })).toBe(200);
  const head = await web(get, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  for (const name of ["content-length", "content-type", "content-disposition", "etag", "last-modified"])
    expect([name, head.headers.get(name)]).toEqual([name, whole.headers.get(name)]);
  expect(head.headers.get("content-length")).toBe("10");
});

test("RFC 6266: pictures, sound and films are shown, everything else is saved, under the name it was given", async () => {
  const dispositionOf = async (type: string, name: string) =>
    (await web(await uploads(actors.romeo, "x", { type, name }))).headers.get("content-disposition");
  for (const type of ["image/jpeg", "audio/ogg", "video/mp4"])
    expect(await dispositionOf(type, "a")).toStartWith("inline;");
  for (const type of ["image/svg+xml", "image/svg+xml; charset=utf-8", "text/html", "text/plain", "application/pdf"])
    expect(await dispositionOf(type, "a")).toStartWith("attachment;");
  expect(await dispositionOf("image/png", 'l\'été "a".png')).toBe(
    "inline; filename=\"l'_t_ _a_.png\"; filename*=UTF-8''l%27%C3%A9t%C3%A9%20%22a%22.png",
  );
});

test("files survive a restart; slots do not, and a client asks for another one", async () => {
  const get = await uploads(actors.romeo, "kept");
  const { put } = await slotFor(actors.romeo, { size: 1 });
  await play.restart();
  const moved = (url: string): string => {
    const at = new URL(url);
    at.port = play.server.server.listening.https?.split(":").at(-1) ?? "";
    return at.href;
  };
  expect(await (await web(moved(get))).text()).toBe("kept");
  expect((await puts(moved(put), "x")).status).toBe(404);
});
