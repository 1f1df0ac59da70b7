/** Which servers a machine has, how their services are asked, and what their configuration tells. */
import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Machine } from "../service/machine.ts";
import { certificatesOf } from "./certificates.ts";
import { adminsOf, findServers, openFormer, serverAt } from "./find.ts";
import type { SourceSight } from "./server.ts";
import { isEnabled, isHeldBy, isRunning, serviceOf } from "./service.ts";

const folder = mkdtempSync(join(tmpdir(), "former-"));
afterAll(() => rmSync(folder, { recursive: true }));

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(folder, "root-"));
});

function write(path: string, text = ""): void {
  mkdirSync(dirname(root + path), { recursive: true });
  writeFileSync(root + path, text);
}

/** Answers by command; others are not there. */
const machineOf = (answers: Readonly<Record<string, string | number>> = {}): Machine => ({
  ...{ root, isAdministrator: true, hasSystemd: true, person: undefined },
  run: (...command) => {
    const answer = answers[command.join(" ")];
    if (answer === undefined) return { code: 127, output: "" };
    return typeof answer === "number" ? { code: answer, output: "" } : { code: 0, output: answer };
  },
});

const readable = (
  kind: "prosody" | "ejabberd" | "jabberd2" | "jabberd14" | "xep0227",
  ...domains: string[]
): SourceSight => ({
  ...{ state: "readable", kind },
  domains: domains.map((domain) => ({ domain, roomLabels: [], fileHosts: [] })),
});
const refused: SourceSight = { state: "refused", problem: "nothing is there" };

test("each is found where its package has its data; one without accounts is none; localhost beside a domain is no domain", () => {
  for (const path of [
    "/var/lib/prosody/x",
    "/var/spool/jabber/x",
    "/var/lib/jabberd2/sqlite.db",
    "/var/lib/docker/volumes/snikket_data/_data/x",
  ])
    write(path);
  const sights: Readonly<Record<string, SourceSight>> = {
    "/var/lib/prosody": readable("prosody", "localhost", "example.com"),
    "/var/lib/docker/volumes/snikket_data/_data": readable("prosody", "chat.example.com"),
    "/var/lib/jabberd2/sqlite.db": readable("jabberd2"),
    "/var/spool/jabber": { state: "denied", problem: "not permitted" },
  };
  const found = findServers({ machine: machineOf(), look: (path) => sights[path.slice(root.length)] ?? refused });
  expect(
    found.map(({ kind, path, state, domains }) => [
      kind,
      path.slice(root.length),
      state,
      domains.map((each) => each.domain),
    ]),
  ).toEqual([
    ["prosody", "/var/lib/prosody", "readable", ["example.com"]],
    ["snikket", "/var/lib/docker/volumes/snikket_data/_data", "readable", ["chat.example.com"]],
    ["jabberd14", "/var/spool/jabber", "denied", []],
  ]);
});

test("ejabberd: domains and rooms of its configuration, since only itself reads its data; SQLite is read here", () => {
  write("/var/lib/ejabberd/schema.DAT");
  const look = (path: string): SourceSight =>
    path.endsWith("ejabberd.db") ? readable("ejabberd", "example.com") : { state: "raw", problem: "raw" };
  const found = () => findServers({ machine: machineOf(), look });
  write("/etc/ejabberd/ejabberd.yml", "hosts:\n  - localhost\n");
  expect(found()).toEqual([]);
  const modules = "modules:\n  mod_muc:\n    host: chat.@HOST@\n";
  write("/etc/ejabberd/ejabberd.yml", `hosts:\n  - localhost\n  - "example.com"\n${modules}`);
  expect(found()).toMatchObject([
    {
      kind: "ejabberd",
      state: "raw",
      path: `${root}/var/lib/ejabberd`,
      domains: [{ domain: "example.com", roomLabels: ["chat"] }],
    },
  ]);
  write("/etc/ejabberd/ejabberd.yml", `hosts: [example.com]\nmodules:\n  mod_muc: {}\n`);
  expect(found()[0]?.domains[0]?.roomLabels).toEqual(["conference"]);
  const sql = "hosts: [example.com]\ndefault_db: sql\nsql_type: sqlite\nsql_database: /var/lib/ejabberd/ejabberd.db\n";
  write("/etc/ejabberd/ejabberd.yml", sql);
  expect(found()).toMatchObject([{ kind: "ejabberd", state: "readable", path: "/var/lib/ejabberd/ejabberd.db" }]);
  // A database of another program has to be written to a file by hand.
  write("/etc/ejabberd/ejabberd.yml", "hosts: [example.com]\ndefault_db: sql\nsql_type: pgsql\n");
  expect(found()).toEqual([]);
  write("/etc/ejabberd/ejabberd.yml", "hosts: [exam\n\t: ple");
  expect(found()).toEqual([]);
});

test("what is named is what it looks like; where nothing can come from, a sentence says why", () => {
  const at = (sight: SourceSight) => serverAt("/srv/old", { machine: machineOf(), look: () => sight });
  expect(at(readable("xep0227", "example.com"))).toMatchObject({
    kind: "xep0227",
    path: "/srv/old",
    service: undefined,
  });
  expect(at(refused)).toBe("nothing is there");
  expect(at({ state: "raw", problem: "a raw database" })).toBe("a raw database");
  expect(at({ state: "denied", problem: "not permitted" })).toBe("not permitted");
});

test("what is named is looked at once, as long as setup runs", () => {
  let looks = 0;
  const former = openFormer({
    machine: machineOf(),
    look: () => {
      looks += 1;
      return readable("prosody", "example.com");
    },
  });
  former.at("/srv/old");
  expect([former.at("/srv/old"), looks]).toEqual([expect.objectContaining({ kind: "prosody" }), 1]);
});

test("systemd tells whether a service is there, runs, and starts with the machine", () => {
  const show = { "systemctl show prosody --property=LoadState": "LoadState=loaded" };
  const machine = machineOf({
    ...show,
    "systemctl is-active --quiet prosody": "",
    "systemctl is-enabled --quiet prosody": 1,
  });
  const service = serviceOf("prosody", machine);
  if (service === undefined) throw new Error("there is a service");
  expect([isRunning(service, machine), isEnabled(service, machine)]).toEqual([true, false]);
  expect([service.stop, service.start, service.disable].map((command) => command?.join(" "))).toEqual([
    "systemctl stop prosody",
    "systemctl start prosody",
    "systemctl disable prosody",
  ]);
  expect(isRunning(service, machineOf({ ...show, "systemctl is-active --quiet prosody": 3 }))).toBe(false);
  expect(
    serviceOf("prosody", machineOf({ "systemctl show prosody --property=LoadState": "LoadState=not-found" })),
  ).toBeUndefined();
  expect(serviceOf("xep0227", machine)).toBeUndefined();
});

test("without systemd, service(8) does", () => {
  write("/etc/init.d/ejabberd");
  const machine = machineOf({ "service ejabberd status": "" });
  const service = serviceOf("ejabberd", machine);
  expect(service?.stop).toEqual(["service", "ejabberd", "stop"]);
  expect(service && isRunning(service, machine)).toBe(true);
});

test("Snikket is containers, which stay stopped", () => {
  const names = "snikket-proxy\nsnikket\nsnikket-portal\nother";
  const all = { "docker ps --all --format {{.Names}}": names };
  const service = serviceOf("snikket", machineOf(all));
  if (service === undefined) throw new Error("there are containers");
  expect(service.stop).toEqual(["docker", "stop", "snikket", "snikket-proxy", "snikket-portal"]);
  expect([service.disable, service.goBack]).toEqual([undefined, "docker start snikket snikket-proxy snikket-portal"]);
  expect(isRunning(service, machineOf({ "docker ps --format {{.Names}}": names }))).toBe(true);
  expect(isRunning(service, machineOf({ "docker ps --format {{.Names}}": "snikket-proxy" }))).toBe(false);
  expect(serviceOf("snikket", machineOf({ "docker ps --all --format {{.Names}}": "other" }))).toBeUndefined();
  expect(isHeldBy(service, { name: "nginx", pid: 1, unit: "docker" })).toBe(true);
  expect(isHeldBy(service, { name: "nginx", pid: 1, unit: "nginx" })).toBe(false);
});

test("administrators: as the configuration has them, of the domain that moves", () => {
  write(
    "/etc/prosody/prosody.cfg.lua",
    '-- admins = { "old@example.com" }\nadmins = { "marie@example.com", \'root@example.org\' }\n',
  );
  write("/etc/prosody/conf.d/a.cfg.lua", '  admins = {\n  "jean@example.com"; }\n');
  const server = { kind: "prosody", path: "/x", state: "readable", domains: [], service: undefined } as const;
  expect(adminsOf(server, "example.com", machineOf())).toEqual(["marie", "jean"]);
  expect(adminsOf({ ...server, kind: "jabberd2" }, "example.com", machineOf())).toEqual([]);
  const acl =
    "acl:\n  admin:\n    user:\n      - marie@example.com\n      - root\n      - jean: example.org\n      - ada: example.com\n";
  write("/etc/ejabberd/ejabberd.yml", acl);
  expect(adminsOf({ ...server, kind: "ejabberd" }, "example.com", machineOf())).toEqual(["marie", "root", "ada"]);
});

test("certificates: the server's own first, then certbot's; a key that is not there makes none", () => {
  for (const name of ["fullchain.pem", "privkey.pem"]) write(`/etc/letsencrypt/live/example.com/${name}`);
  write("/etc/prosody/certs/example.com.crt");
  const certbot = `${root}/etc/letsencrypt/live/example.com`;
  const pair = { chainFile: `${certbot}/fullchain.pem`, keyFile: `${certbot}/privkey.pem` };
  const of = (kind: "prosody" | "ejabberd" | "snikket", path = "/x") =>
    certificatesOf({ kind, path }, "example.com", machineOf());
  expect(of("prosody")).toEqual([pair]);
  write("/etc/prosody/certs/example.com.key");
  expect(of("prosody")[0]).toEqual({
    chainFile: `${root}/etc/prosody/certs/example.com.crt`,
    keyFile: `${root}/etc/prosody/certs/example.com.key`,
  });
  const files = [
    "/etc/ejabberd/ejabberd.pem",
    "/etc/letsencrypt/live/example.com/fullchain.pem",
    "/etc/letsencrypt/live/example.com/privkey.pem",
  ];
  write("/etc/ejabberd/ejabberd.pem");
  write("/etc/ejabberd/ejabberd.yml", `certfiles:\n${files.map((file) => `  - ${file}\n`).join("")}`);
  const both = `${root}/etc/ejabberd/ejabberd.pem`;
  expect(of("ejabberd").slice(0, 2)).toEqual([{ chainFile: both, keyFile: both }, pair]);
  for (const name of ["fullchain.pem", "privkey.pem"]) write(`/data/letsencrypt/live/example.com/${name}`);
  expect(of("snikket", `${root}/data`)[0]?.chainFile).toBe(`${root}/data/letsencrypt/live/example.com/fullchain.pem`);
});
