/** Snikket as a source: Prosody with circles and invitations, and backups. */
import { expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith, itemsOf, refusalOf } from "../testing.ts";
import { unpack } from "./archive.ts";
import { prosody } from "./prosody.ts";

const itemsIn = async (files: Record<string, string>): Promise<Record<string, unknown>[]> => {
  using folder = folderWith(files);
  return await itemsOf(prosody.open(folder.path));
};

test("groups are circles, invitations name theirs, and what is over is named", async () => {
  const later = Math.trunc(Date.now() / 1000) + 86_400;
  const items = await itemsIn({
    "snikket/prosody/a%2eexample/accounts/alice.dat": "return {};",
    "snikket/prosody/a%2eexample/group_info/QWx.dat":
      'return { ["name"] = "Fam\\195\\173lia"; ["muc_jid"] = "x@groups.a.example"; };',
    "snikket/prosody/a%2eexample/groups/QWx.dat": 'return { ["alice"] = {}; ["bob"] = {}; };',
    "snikket/prosody/a%2eexample/invite_token.dat": `return {
      ["T1"] = { ["type"] = "register"; ["jid"] = "a.example"; ["expires"] = ${later}; ["inviter"] = "alice@a.example/x"; ["additional_data"] = { ["groups"] = { "QWx" }; }; };
      ["T2"] = { ["type"] = "register"; ["jid"] = "a.example"; ["expires"] = 17; };
      ["T3"] = { ["type"] = "register"; ["jid"] = "alice@a.example"; ["expires"] = ${later}; ["additional_data"] = { ["allow_reset"] = "alice"; }; }; };`,
  });
  expect(items.slice(1)).toEqual([
    {
      type: "circle",
      id: "QWx",
      name: "Família",
      members: ["alice@a.example", "bob@a.example"],
      room: "x@groups.a.example",
    },
    {
      type: "invitation",
      token: "T1",
      domain: "a.example",
      expires: later * 1000,
      reusable: false,
      inviter: "alice@a.example",
      circles: ["QWx"],
    },
    { type: "left", kind: "invitations", reason: "of-no-use", subject: "T2…" },
    { type: "left", kind: "invitations", reason: "of-no-use", subject: "T3…" },
  ]);
});

test("a circle with several rooms has the first, and invitations to be a contact are named", async () => {
  const items = await itemsIn({
    "a%2eexample/accounts/alice.dat": "return {};",
    "a%2eexample/group_info/G.dat":
      'return { ["name"] = "G"; ["mucs"] = { "x@groups.a.example"; "y@groups.a.example"; }; };',
    "a%2eexample/invite_token/alice.dat": 'return { ["T"] = 1796021106; };',
  });
  expect(items.slice(1)).toEqual([
    { type: "left", account: "alice@a.example", kind: "invitations", reason: "of-no-use" },
    { type: "circle", id: "G", name: "G", members: [], room: "x@groups.a.example" },
  ]);
});

test("a backup is read as it is, and what was unpacked is gone afterwards", async () => {
  using folder = folderWith({
    "snikket/prosody/a%2eexample/accounts/alice.dat": "return {};",
    "snikket/letsencrypt/x": "",
  });
  const backup = join(folder.path, "snikket-2026.tar.gz");
  expect(Bun.spawnSync(["tar", "-czf", backup, "-C", folder.path, "snikket"]).exitCode).toBe(0);
  const temporary = mkdtempSync(join(folder.path, "tmp-"));
  const { TMPDIR } = process.env;
  process.env.TMPDIR = temporary;
  try {
    expect(prosody.recognises(backup)).toBe(true);
    const source = prosody.open(backup);
    expect(source.hosts).toEqual([{ jid: "a.example", kind: "domain" }]);
    expect(readdirSync(temporary).length).toBe(1);
    expect((await itemsOf(source)).map(({ account }) => account)).toEqual(["alice@a.example"]);
    expect(readdirSync(temporary)).toEqual([]);
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
});

test("a backup with a link that leads out of it, and one that is cut off, are refused", async () => {
  using outside = folderWith({ "alice.dat": "return {};" });
  using folder = folderWith({ "snikket/prosody/a%2eexample/accounts/bob.dat": "return {};" });
  symlinkSync(join(outside.path, "alice.dat"), join(folder.path, "snikket/prosody/a%2eexample/accounts/alice.dat"));
  const [backup, cut] = ["b.tar.gz", "cut.tar.gz"].map((name) => join(folder.path, name)) as [string, string];
  Bun.spawnSync(["tar", "-czf", backup, "-C", folder.path, "snikket"]);
  expect(await refusalOf(() => itemsOf(prosody.open(backup)), folder.path)).toStartWith("outside ");
  writeFileSync(cut, readFileSync(backup).subarray(0, -30));
  expect(await refusalOf(() => prosody.open(cut), folder.path)).toBe("malformed cut.tar.gz");
});

test("a backup that is damaged in the middle, or has more than there is room for, is refused", async () => {
  using folder = folderWith({ "snikket/prosody/a%2eexample/accounts/bob.dat": "return {};", "snikket/prosody/z": "z" });
  const [damaged, bomb] = ["damaged.tar.gz", "bomb.tar.gz"].map((name) => join(folder.path, name)) as [string, string];
  Bun.spawnSync(["tar", "-czf", damaged, "-C", folder.path, "snikket"]);
  const bytes = readFileSync(damaged);
  // The sum at its end.
  writeFileSync(damaged, Buffer.concat([bytes.subarray(0, -8), Buffer.alloc(4), bytes.subarray(-4)]));
  expect(await refusalOf(() => unpack(damaged), folder.path)).toBe("malformed damaged.tar.gz");
  Bun.spawnSync(["truncate", "-s", "30M", join(folder.path, "snikket/prosody/z")]);
  Bun.spawnSync(["tar", "-czf", bomb, "-C", folder.path, "snikket"]);
  expect(await refusalOf(() => unpack(bomb, 1_000_000), folder.path)).toBe("no-room bomb.tar.gz");
});
