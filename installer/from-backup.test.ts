/** A person who has a backup, at the first question; and what is not asked once it is in place. */
import { expect, test } from "bun:test";
import type { FormerServer } from "./former/server.ts";
import { BeginFromBackup } from "./step.ts";
import { contextFor, fakeEnvironment, scriptedPerson } from "./testing.ts";
import { account } from "./wizard/account.ts";
import { domain } from "./wizard/domain.ts";
import { people } from "./wizard/people.ts";

const FILE = "/media/usb/jabber-home-2026-11-30.tar.zst";
const RESTORED = { restoredFrom: "2026-11-30T03:12:00.000Z pi", purpose: "internet", domain: "example.com" } as const;
const PROSODY: FormerServer = {
  ...{ kind: "prosody", path: "/var/lib/prosody", state: "readable", service: undefined },
  domains: [{ domain: "example.com", roomLabels: [], fileHosts: [] }],
};

/** The backup that setup begins anew from. Rejects where it goes on otherwise. */
const chosen = (person: ReturnType<typeof scriptedPerson>, environment = fakeEnvironment()): Promise<string> =>
  domain.run(contextFor(person, environment)).then(
    (answers) => Promise.reject(new Error(JSON.stringify(answers))),
    (error) => (error instanceof BeginFromBackup ? error.path : Promise.reject(error)),
  );

test("a path that is typed in place of an address is that of a backup", async () => {
  expect(await chosen(scriptedPerson(`'${FILE}'`))).toBe(FILE);
});

test("beside another server on the machine, a backup can be chosen; what is none is asked again", async () => {
  const former = { ...fakeEnvironment().former, found: () => [PROSODY], at: () => PROSODY };
  const person = scriptedPerson("backup", "/media/usb/letter", FILE);
  expect(await chosen(person, fakeEnvironment({ former }))).toBe(FILE);
  expect(person.seen.join("\n")).toContain("/media/usb/letter is no backup of jabber-home");
});

test("where setup cannot begin anew, none is offered", async () => {
  const former = { ...fakeEnvironment().former, found: () => [PROSODY], at: () => PROSODY };
  const environment = fakeEnvironment({ former, isBackup: undefined });
  await expect(chosen(scriptedPerson("backup"), environment)).rejects.toThrow("backup is not offered");
});

test("domain, administrator and people are those of the backup, and not asked for", async () => {
  const nobody = scriptedPerson();
  const accounts = { ...fakeEnvironment().accounts, list: async () => [{ jid: "alice@example.com", admin: true }] };
  const context = contextFor(nobody, fakeEnvironment({ accounts }), RESTORED);
  expect(await domain.run(context)).toEqual({});
  expect(await account.run(context)).toEqual({ admin: "alice" });
  expect(people.applies(RESTORED)).toBe(false);
});
