/** XEP-0045 §8.2 to §8.4, §9.1 to §9.7, §10.3 to §10.8: who may set which role, and which affiliation, of whom. */
import { expect, test } from "bun:test";
import { StanzaError } from "../../../../stanza-error.ts";
import { AFFILIATIONS, type Affiliation, defaultRole, type Role } from "../privileges.ts";
import type { AffiliationItem } from "./admin-items.ts";
import { checkKeepsOwner, checkMaySetAffiliations, checkMaySetRole } from "./rules.ts";

const item = (jid: string, affiliation: Affiliation): AffiliationItem => ({
  jid,
  affiliation,
  nick: undefined,
  reason: undefined,
});

const refusalOf = (work: () => void): string => {
  try {
    work();
    return "";
  } catch (error) {
    return error instanceof StanzaError ? error.condition : String(error);
  }
};

/** The refusal where `me@b`, with affiliation `me`, changes that of another address from `before` to `after`. */
const refusal = (me: Affiliation, before: Affiliation, after: Affiliation, jid = "you@b"): string =>
  refusalOf(() =>
    checkMaySetAffiliations({ account: "me@b", affiliation: me }, [item(jid, after)], () => before, ["other@b"]),
  );

test("§9.3, §9.5: members and lower affiliations may change none", () => {
  for (const me of ["outcast", "none", "member"] as const)
    for (const before of AFFILIATIONS)
      for (const after of AFFILIATIONS)
        expect([me, before, after, refusal(me, before, after)].at(-1)).toBe("forbidden");
});

test("§9.1, §9.3 to §9.5: admins may ban lower affiliations, and grant and revoke membership", () => {
  for (const before of ["outcast", "none", "member"] as const)
    for (const after of ["outcast", "none", "member"] as const) expect(refusal("admin", before, after)).toBe("");
  for (const before of ["admin", "owner"] as const) {
    expect(refusal("admin", before, "outcast")).toBe("not-allowed");
    for (const after of ["none", "member"] as const) expect(refusal("admin", before, after)).toBe("forbidden");
  }
  expect([refusal("admin", "member", "admin"), refusal("admin", "none", "owner")]).toEqual(["forbidden", "forbidden"]);
});

test("an affiliation that stays the same may be set by those who could not change it", () => {
  expect([refusal("admin", "owner", "owner"), refusal("admin", "admin", "admin")]).toEqual(["", ""]);
});

test("§10.3 to §10.8: owners may change all; nobody may ban themselves", () => {
  for (const before of AFFILIATIONS) for (const after of AFFILIATIONS) expect(refusal("owner", before, after)).toBe("");
  expect(refusal("owner", "owner", "outcast", "me@b")).toBe("conflict");
  expect(refusal("admin", "admin", "outcast", "me@b")).toBe("conflict");
});

test("a domain may be a member or an outcast, not an admin or owner", () => {
  expect([refusal("owner", "none", "member", "b"), refusal("owner", "none", "outcast", "b")]).toEqual(["", ""]);
  expect([refusal("owner", "none", "admin", "b"), refusal("owner", "none", "owner", "b")]).toEqual([
    "not-acceptable",
    "not-acceptable",
  ]);
});

test("§10.4: the room must keep an owner", () => {
  const kept = (owners: readonly string[], ...items: AffiliationItem[]): string =>
    refusalOf(() => checkKeepsOwner(items, owners));
  expect(kept(["a@b"], item("a@b", "admin"))).toBe("conflict");
  expect(kept(["a@b"], item("a@b", "admin"), item("c@d", "owner"))).toBe("");
  expect(kept(["a@b"], item("c@d", "owner"), item("a@b", "none"))).toBe("");
  expect(kept(["a@b", "c@d"], item("a@b", "none"), item("c@d", "outcast"))).toBe("conflict");
  expect(kept(["a@b", "c@d"], item("a@b", "none"))).toBe("");
  expect(kept(["a@b"], item("a@b", "owner"))).toBe("");
});

/** The refusal where an actor sets a role of a target, each with a role and an affiliation. */
function roleRefusal(actor: readonly [Role, Affiliation], target: readonly [Role, Affiliation], role: Role): string {
  const privileges = ([role, affiliation]: readonly [Role, Affiliation]) => ({ role, affiliation });
  return refusalOf(() => checkMaySetRole(privileges(actor), privileges(target), role));
}

const withDefaultRole = (affiliation: Affiliation) => [defaultRole(affiliation, false), affiliation] as const;

for (const [what, actor, target, role, expected] of [
  ["a visitor may not kick", ["visitor", "none"], ["participant", "none"], "none", "forbidden"],
  ["a participant may not kick", ["participant", "member"], ["participant", "none"], "none", "forbidden"],
  ["a moderator may kick a participant", ["moderator", "none"], ["participant", "none"], "none", ""],
  [
    "a moderator without affiliation may not kick a member",
    ["moderator", "none"],
    ["participant", "member"],
    "none",
    "not-allowed",
  ],
  ["a moderator may not kick a moderator", ["moderator", "none"], ["moderator", "none"], "none", "forbidden"],
  ["an admin may kick a moderator", withDefaultRole("admin"), ["moderator", "member"], "none", ""],
  ["an admin may kick an admin", withDefaultRole("admin"), withDefaultRole("admin"), "none", ""],
  ["an admin may not kick an owner", withDefaultRole("admin"), withDefaultRole("owner"), "none", "not-allowed"],
  ["an owner may kick an admin", withDefaultRole("owner"), withDefaultRole("admin"), "none", ""],
  ["a moderator may grant voice", ["moderator", "none"], ["visitor", "none"], "participant", ""],
  ["a moderator may revoke voice", ["moderator", "none"], ["participant", "none"], "visitor", ""],
  [
    "a moderator may not revoke the voice of an equal affiliation",
    ["moderator", "member"],
    ["participant", "member"],
    "visitor",
    "not-allowed",
  ],
  [
    "an owner may not revoke the voice of an admin",
    withDefaultRole("owner"),
    withDefaultRole("admin"),
    "visitor",
    "not-allowed",
  ],
  [
    "an owner may grant voice to an admin without it",
    withDefaultRole("owner"),
    ["visitor", "admin"],
    "participant",
    "",
  ],
  [
    "a moderator may not grant moderator status",
    ["moderator", "member"],
    ["participant", "none"],
    "moderator",
    "forbidden",
  ],
  ["an admin may grant moderator status", withDefaultRole("admin"), ["visitor", "none"], "moderator", ""],
  ["an admin may revoke moderator status", withDefaultRole("admin"), ["moderator", "none"], "participant", ""],
  [
    "a moderator may not revoke moderator status",
    ["moderator", "none"],
    ["moderator", "none"],
    "participant",
    "forbidden",
  ],
  [
    "an owner may not revoke the moderator status of an admin",
    withDefaultRole("owner"),
    withDefaultRole("admin"),
    "participant",
    "not-allowed",
  ],
] as const)
  test(what, () => expect(roleRefusal(actor, target, role)).toBe(expected));
