/** Operations on invitations, as pages and the command line use them. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { DAY } from "../../src/clock.ts";
import { type Jid, parseJid } from "../../src/jid/jid.ts";
import { findByStranger, type InvitationOperations, type InvitationRequest } from "../../src/operations/invitations.ts";
import { loginThrottle } from "../../src/stream/login-throttle.ts";
import { circles as circlesModule } from "../../src/xep/rooms/circles/circles.ts";
import { openTestKernel, type TestKernel } from "../support/in-memory/kernel.ts";
import { tokenOf } from "../support/xep/invitations.ts";

const [alice, bob, carol] = ["alice@localhost", "bob@localhost", "carol@localhost"].map(parseJid) as [Jid, Jid, Jid];
const PASSWORD = "through the looking glass";

let kernel: TestKernel;
let operations: InvitationOperations;

beforeEach(async () => {
  kernel = openTestKernel();
  operations = kernel.kernel.operations.invitations;
  for (const { bare } of [alice, bob]) await kernel.accounts.create(bare, PASSWORD);
  kernel.accounts.setAdmin(alice.bare, true);
});
afterEach(async () => {
  expect(kernel.errors).toEqual([]);
  await kernel.close();
});

const failure = (reason: string) => expect.objectContaining({ reason });
async function tokenFor(request: InvitationRequest): Promise<string> {
  const { uri } = await operations.create(request);
  return tokenOf(uri ?? "");
}
const contactsOf = ({ bare }: Jid) =>
  kernel.kernel.operations.accounts.contacts(parseJid(bare)).map(({ jid, subscription }) => [jid, subscription]);

test("whoever opens the page of an invitation finds what it is, and uses nothing up", async () => {
  const issued = await operations.create({ kind: "account", by: alice, at: carol, note: "our Carol" });
  const token = tokenOf(issued.uri ?? "");
  expect(issued.url).toBe(`https://localhost/invite/${token}`);
  for (let look = 0; look < 3; look++)
    expect(operations.find(token)).toMatchObject({
      mayRegister: true,
      account: `xmpp:carol@localhost?register;preauth=${token}`,
      contact: `xmpp:alice@localhost?roster;preauth=${token}`,
      invitation: { kind: "account", inviter: alice.bare, name: "carol", usesLeft: 1, note: "our Carol" },
    });
  expect(operations.find("x".repeat(22))).toBeUndefined();
});

test("a note is a line of what can be seen, of 200 characters at most", async () => {
  const noted = async (note: string) => (await operations.create({ kind: "account", note })).invitation.note;
  expect(await noted(" our\u001b[2J\nneighbour\u202e ")).toBe("our [2J neighbour");
  expect(await noted("\u0007")).toBeUndefined();
  await expect(noted("x".repeat(201))).rejects.toThrow(failure("note-too-long"));
});

test("an account is made on the page, with the inviter as its contact; the token is used up", async () => {
  const token = await tokenFor({ kind: "account", by: alice });
  await expect(operations.register(token, "", PASSWORD)).rejects.toThrow(failure("not-an-account"));
  await expect(operations.register(token, "a b", PASSWORD)).rejects.toThrow(failure("not-an-address"));
  await expect(operations.register(token, "bob", PASSWORD)).rejects.toThrow(failure("account-exists"));
  await expect(operations.register(token, "root", PASSWORD)).rejects.toThrow(failure("name-reserved"));
  await expect(operations.register(token, "carol", "short")).rejects.toThrow(failure("short-password"));
  expect(await operations.register(token, "Carol", PASSWORD)).toBe(carol.bare);
  expect(contactsOf(carol)).toEqual([[alice.bare, "both"]]);
  expect(contactsOf(alice)).toEqual([[carol.bare, "both"]]);
  expect(operations.find(token)).toBeUndefined();
  await expect(operations.register(token, "dave", PASSWORD)).rejects.toThrow(failure("no-such-invitation"));
});

test("whoever is invited into a circle is in it, also where it has another name by then", async () => {
  const circles = kernel.kernel.booted.use(circlesModule);
  await expect(operations.create({ kind: "account", circle: "nowhere" })).rejects.toThrow(failure("no-such-circle"));
  circles.create("Family");
  circles.add("Family", [bob.bare]);
  const { uri, invitation } = await operations.create({ kind: "account", circle: "FAMILY" });
  expect(invitation.circle).toBe("Family");
  circles.rename("Family", "Clan");
  await operations.register(tokenOf(uri ?? ""), "carol", PASSWORD);
  expect(circles.ofAccount(carol.bare)).toEqual(["Clan"]);
  const gone = await operations.create({ kind: "account", circle: "Clan" });
  circles.remove("Clan", false);
  expect(await operations.register(tokenOf(gone.uri ?? ""), "dave", PASSWORD)).toBe("dave@localhost");
});

test("somebody who has an account becomes a contact; not of oneself", async () => {
  const token = await tokenFor({ kind: "contact", by: alice });
  await expect(operations.accept(token, alice)).rejects.toThrow(failure("no-such-invitation"));
  await operations.accept(token, bob);
  expect(contactsOf(bob)).toEqual([[alice.bare, "both"]]);
  await expect(operations.accept(token, bob)).rejects.toThrow(failure("no-such-invitation"));
});

test("a link for a new password ends when it is used, when another is made, and when the password changes otherwise", async () => {
  const reset = async () => (await operations.reset(bob)).url?.split("/").at(-1) ?? "";
  const [first, second] = [await reset(), await reset()];
  await expect(operations.setPassword(first, "a new password")).rejects.toThrow(failure("no-such-invitation"));
  await expect(operations.setPassword(second, "short")).rejects.toThrow(failure("short-password"));
  expect(await operations.setPassword(second, "a new password")).toBe(bob.bare);
  expect(await kernel.accounts.verify(bob.bare, "a new password")).toBe(true);
  await expect(operations.setPassword(second, PASSWORD)).rejects.toThrow(failure("no-such-invitation"));
  const third = await reset();
  await kernel.accounts.setPassword(bob.bare, PASSWORD);
  expect(operations.find(third)).toBeUndefined();
});

test("five new passwords at once from one link: one is taken", async () => {
  const { url } = await operations.reset(bob);
  const token = url?.split("/").at(-1) ?? "";
  const tries = Array.from({ length: 5 }, (_, index) => operations.setPassword(token, `password ${index}`));
  const ends = (await Promise.allSettled(tries)).map(({ status }) => status).sort();
  expect(ends).toEqual(["fulfilled", "rejected", "rejected", "rejected", "rejected"]);
});

test("an account cannot be made of a link for a password, nor a password of an invitation", async () => {
  const { url, uri } = await operations.reset(bob);
  expect(uri).toBeUndefined();
  await expect(operations.register(url?.split("/").at(-1) ?? "", "carol", PASSWORD)).rejects.toThrow(
    failure("no-such-invitation"),
  );
  const token = await tokenFor({ kind: "account", by: alice });
  await expect(operations.setPassword(token, PASSWORD)).rejects.toThrow(failure("no-such-invitation"));
});

test("who may not invite to something cannot, and what a former administrator has made is over", async () => {
  for (const wish of [{ kind: "account" }, { kind: "contact", isAdministrator: true }] as const)
    await expect(operations.create({ ...wish, by: bob })).rejects.toThrow(failure("may-not-invite"));
  await expect(operations.reset(alice, bob)).rejects.toThrow(failure("may-not-invite"));
  expect(operations.rightsOf(bob)).toEqual({ contacts: true, accounts: false, all: false });
  const token = await tokenFor({ kind: "account", by: alice, isAdministrator: true });
  const { url } = await operations.reset(bob, alice);
  kernel.accounts.setAdmin(bob.bare, true);
  kernel.accounts.setAdmin(alice.bare, false);
  expect(operations.find(token)).toBeUndefined();
  expect(operations.find(url?.split("/").at(-1) ?? "")).toBeUndefined();
  expect(operations.list()).toEqual([]);
});

test("those of an account are listed, and only they are revoked by it", async () => {
  const own = await operations.create({ kind: "contact", by: bob });
  const other = await operations.create({ kind: "account", validity: 2 * DAY });
  expect(operations.list(bob)).toEqual([own.invitation]);
  expect(operations.list()).toEqual([other.invitation, own.invitation]);
  await expect(operations.revoke(other.invitation.id, bob)).rejects.toThrow(failure("no-such-invitation"));
  await operations.revoke(own.invitation.id, bob);
  await operations.revoke(other.invitation.id);
  expect(operations.list()).toEqual([]);
});

test("whoever runs the server invites in the name of the only administrator, or of nobody", async () => {
  expect((await operations.create({ kind: "account" })).invitation.inviter).toBe(alice.bare);
  expect((await operations.create({ kind: "account", inviter: "nobody" })).invitation.inviter).toBeUndefined();
  kernel.accounts.setAdmin(bob.bare, true);
  expect((await operations.create({ kind: "account" })).invitation.inviter).toBeUndefined();
});

test("strangers who guess are slowed down", () => {
  const limits = { failures_per_address: 3, failures_per_account: 3, failure_window: DAY };
  const find = findByStranger(operations, loginThrottle(limits));
  const guesses = Array.from({ length: 5 }, (_, index) => find(String(index).repeat(22), "192.0.2.1"));
  expect(guesses).toEqual(["unknown", "unknown", "unknown", "throttled", "throttled"]);
  expect(find("a".repeat(22), "192.0.2.2")).toBe("unknown");
});
