/** What the compliance tester and converse.js ask of HTTPS: files, and the connections of browsers. */
import { beforeAll, describe, expect, test } from "bun:test";
import { parseElement } from "../../src/xml/parse-element.ts";
import { stage } from "../support/stage.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { HTTPS, NS_UPLOAD, slotFor, web } from "../support/xep/upload.ts";

const play = stage(["romeo"], { settings: [HTTPS] });

/** The tester's handshake of a WebSocket, and its answer's status. */
async function webSocketStatus(address: string): Promise<number> {
  const answer = await web(address.replace(/^ws/, "http"), {
    headers: {
      ...{ Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13" },
      ...{ "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "xmpp" },
    },
  });
  return answer.status;
}

describe("the compliance tester", () => {
  let origin = "";
  beforeAll(() => {
    origin = `https://localhost:${play.server.over("websocket").port}`;
  });

  const links: readonly (readonly [file: string, linksIn: (text: string) => { rel: string; href: string }[]])[] = [
    [
      "host-meta",
      (text) =>
        parseElement(text)
          .getChildren("Link")
          .map(({ attrs }) => attrs as { rel: string; href: string }),
    ],
    ["host-meta.json", (text) => JSON.parse(text).links],
  ];
  test.each(links)(
    "compliance tester: xep0156: %s is there for every origin, and each connection that it lists answers",
    async (file, linksIn) => {
      const answer = await web(`${origin}/.well-known/${file}`);
      expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
      const listed = new Map(linksIn(await answer.text()).map(({ rel, href }) => [rel, href]));
      expect([...listed.keys()]).toEqual(["websocket", "xbosh"].map((kind) => `urn:xmpp:alt-connections:${kind}`));
      expect(await webSocketStatus(listed.get("urn:xmpp:alt-connections:websocket") ?? "")).toBe(101);
      const headers = { Origin: "null", "Access-Control-Request-Method": "POST" };
      const bosh = await web(listed.get("urn:xmpp:alt-connections:xbosh") ?? "", { method: "OPTIONS", headers });
      expect(bosh.status).toBeLessThanOrEqual(299);
      expect(bosh.headers.get("access-control-allow-origin")).toBe("*");
    },
  );

  test("compliance tester: xep0363: the domain has the feature", async () => {
    expect(await featuresOf(play.actors.romeo, "localhost")).toContain(NS_UPLOAD);
  });

  test("compliance tester: xep0363_cors: the address to upload to answers a preflight", async () => {
    const { put } = await slotFor(play.actors.romeo, { name: "hello.png", size: 1234, type: "image/png" });
    const { headers } = await web(put, {
      method: "OPTIONS",
      headers: {
        ...{ Origin: "https://compliance.example", "Access-Control-Request-Method": "PUT" },
        "Access-Control-Request-Headers": "content-type",
      },
    });
    for (const field of ["origin", "methods", "headers"])
      expect(headers.get(`access-control-allow-${field}`)).toBeTruthy();
    expect(headers.get("access-control-allow-methods")).toContain("PUT");
  });
});

describe("converse.js", () => {
  test("converse.js: reads the length of a file before it shows it, from a page of any origin", async () => {
    const { put, get } = await slotFor(play.actors.romeo, { name: "photo.jpg", size: 5, type: "image/jpeg" });
    await web(put, { method: "PUT", body: "photo", headers: { "Content-Type": "image/jpeg", Origin: "null" } });
    const { status, headers } = await web(get, { method: "HEAD", headers: { Origin: "null" } });
    expect([status, headers.get("content-length"), headers.get("access-control-allow-origin")]).toEqual([
      200,
      "5",
      "*",
    ]);
  });
});
