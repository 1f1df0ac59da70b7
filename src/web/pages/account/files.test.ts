/** "My files". */
import { expect, test } from "bun:test";
import { filesOf, openTestPages } from "../testing.ts";
import type { OwnFile } from "./files.ts";

const file = (id: string, more: Partial<OwnFile> = {}): OwnFile => ({
  ...{ id, name: `${id}.jpg`, bytes: 2_400_000, url: `https://example.com/upload/${id}/x.jpg` },
  ...{ uploaded: Date.UTC(2026, 10, 30, 12), until: Date.UTC(2026, 11, 30, 12) },
  ...more,
});
const open = (list: OwnFile[]) => openTestPages({ files: filesOf(list) });

test("each file has its name, its size, when it was sent and until when it is kept", async () => {
  const { html } = await open([file("one"), file("two", { until: undefined })])
    .aliceBrowser()
    .get("/account/files");
  expect(html).toContain('<a class="name" href="https://example.com/upload/one/x.jpg"><bdi>one.jpg</bdi></a>');
  expect(html).toContain("2.4 MB · sent on <time");
  expect(html.match(/kept until December 30, 2026/g)).toHaveLength(1);
});

test("names that are HTML are shown as they are", async () => {
  const names = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a' onmouseover='alert(1)",
    "&lt;b&gt;",
  ];
  const browser = open(names.map((name, index) => file(`f${index}`, { name }))).aliceBrowser();
  const list = await browser.get("/account/files");
  const confirmation = await browser.submit(list, "/account/files", { file: ["f0", "f1", "f2", "f3"] });
  for (const { html } of [list, confirmation]) {
    expect(html).not.toMatch(/<script>|<img|<b>|' on/);
    for (const name of names) expect(html).toContain(`>${Bun.escapeHTML(name)}</bdi>`);
  }
});

test("what is ticked is deleted, after a page that says so", async () => {
  const list = [file("one"), file("two"), file("three")];
  const browser = open(list).aliceBrowser();
  const asked = await browser.submit(await browser.get("/account/files"), "/account/files", { file: ["one", "three"] });
  expect(asked.html).toContain("<h1>Delete 2 files?</h1>");
  expect(list).toHaveLength(3);
  const deleted = await browser.submit(asked, "/account/files");
  expect(deleted.html).toContain("The files are deleted.");
  expect(list.map(({ id }) => id)).toEqual(["two"]);
});

test("nothing ticked, and somebody else's file, delete nothing", async () => {
  const list = [file("one")];
  const browser = open(list).aliceBrowser();
  const page = await browser.get("/account/files");
  for (const fields of [{}, { file: "bobs" }]) {
    const { status, html } = await browser.submit(page, "/account/files", fields);
    expect([status, html]).toEqual([422, expect.stringContaining("Choose at least one file.")]);
  }
  await browser.submit(page, "/account/files", { file: "bobs", confirmed: "yes" });
  expect(list).toHaveLength(1);
});

test("50 files are on a page, the newest first; a link leads to older ones", async () => {
  const browser = open(Array.from({ length: 120 }, (_, index) => file(`f${index}`))).aliceBrowser();
  const idsOn = async (path: string) => {
    const { html } = await browser.get(path);
    const [, older] = /href="([^"]*after=[^"]*)"/.exec(html) ?? [];
    return { ids: [...html.matchAll(/name="file" value="(\w+)"/g)].map(([, id]) => id), older };
  };
  const first = await idsOn("/account/files");
  const second = await idsOn(first.older ?? "");
  const third = await idsOn(second.older ?? "");
  expect([first, second, third].map(({ ids }) => [ids[0], ids.length])).toEqual([
    ["f0", 50],
    ["f50", 50],
    ["f100", 20],
  ]);
  expect(third.older).toBeUndefined();
});

test("the account's page says how many there are, and how large they are together", async () => {
  const { html } = await open([file("one"), file("two")])
    .aliceBrowser()
    .get("/account");
  expect(html).toContain("2 files, 4.8 MB");
  expect((await open([]).aliceBrowser().get("/account")).html).toContain("You have sent no picture");
});
