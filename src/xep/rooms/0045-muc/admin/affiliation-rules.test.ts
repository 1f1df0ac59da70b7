/** XEP-0045 §9.1 to §9.5, §10.3 to §10.8: who may give which affiliation to whom. */
import { expect, test } from "bun:test";
import { StanzaError } from "../../../../stanza-error.ts";
import { AFFILIATIONS, type Affiliation } from "../privileges.ts";
import type { AffiliationItem } from "./admin-items.ts";
import { checkKeepsOwner, checkMaySetAffiliations } from "./affiliation-rules.ts";

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

/** What becomes of it where `me@b` asks, who is such a one, for somebody who has been `before`. */
const asked = (me: Affiliation, before: Affiliation, after: Affiliation, jid = "you@b"): string =>
  refusalOf(() =>
    checkMaySetAffiliations({ account: "me@b", affiliation: me }, [item(jid, after)], () => before, ["other@b"]),
  );

test("§9.3, §9.5: members and those below them change nothing, whatever it is", () => {
  for (const me of ["outcast", "none", "member"] as const)
    for (const before of AFFILIATIONS)
      for (const after of AFFILIATIONS) expect([me, before, after, asked(me, before, after)].at(-1)).toBe("forbidden");
});

test("§9.1, §9.3 to §9.5: admins ban, and make and unmake members, among those below them", () => {
  for (const before of ["outcast", "none", "member"] as const)
    for (const after of ["outcast", "none", "member"] as const) expect(asked("admin", before, after)).toBe("");
  for (const before of ["admin", "owner"] as const) {
    expect(asked("admin", before, "outcast")).toBe("not-allowed");
    for (const after of ["none", "member"] as const) expect(asked("admin", before, after)).toBe("forbidden");
  }
  expect([asked("admin", "member", "admin"), asked("admin", "none", "owner")]).toEqual(["forbidden", "forbidden"]);
});

test("what somebody is already may be said again by who could not give it", () => {
  expect([asked("admin", "owner", "owner"), asked("admin", "admin", "admin")]).toEqual(["", ""]);
});

test("§10.3 to §10.8: owners do all of it, but ban themselves", () => {
  for (const before of AFFILIATIONS) for (const after of AFFILIATIONS) expect(asked("owner", before, after)).toBe("");
  expect(asked("owner", "owner", "outcast", "me@b")).toBe("conflict");
  expect(asked("admin", "admin", "outcast", "me@b")).toBe("conflict");
});

test("a domain as a whole is a member or banned, and holds no office", () => {
  expect([asked("owner", "none", "member", "b"), asked("owner", "none", "outcast", "b")]).toEqual(["", ""]);
  expect([asked("owner", "none", "admin", "b"), asked("owner", "none", "owner", "b")]).toEqual([
    "not-acceptable",
    "not-acceptable",
  ]);
});

test("§10.4: somebody owns the room afterwards, whoever it is", () => {
  const kept = (owners: readonly string[], ...items: AffiliationItem[]): string =>
    refusalOf(() => checkKeepsOwner(items, owners));
  expect(kept(["a@b"], item("a@b", "admin"))).toBe("conflict");
  expect(kept(["a@b"], item("a@b", "admin"), item("c@d", "owner"))).toBe("");
  expect(kept(["a@b"], item("c@d", "owner"), item("a@b", "none"))).toBe("");
  expect(kept(["a@b", "c@d"], item("a@b", "none"), item("c@d", "outcast"))).toBe("conflict");
  expect(kept(["a@b", "c@d"], item("a@b", "none"))).toBe("");
  expect(kept(["a@b"], item("a@b", "owner"))).toBe("");
});
