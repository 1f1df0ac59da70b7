/** XEP-0045 §5: the tables of the standard, written out once more. */
import { expect, test } from "bun:test";
import {
  AFFILIATION_PRIVILEGES,
  AFFILIATIONS,
  type AffiliationPrivilege,
  affiliationHas,
  defaultRole,
  isAffiliation,
  isAtLeast,
  isRole,
  mayChangeAffiliation,
  ROLE_PRIVILEGES,
  ROLES,
  type RolePrivilege,
  roleHas,
} from "./privileges.ts";

test("§5.1.1, table 3: the privileges of each role", () => {
  const having = (privilege: RolePrivilege): string => ROLES.filter((role) => roleHas(role, privilege)).join(" ");
  const all = "visitor participant moderator";
  expect(Object.fromEntries(Object.keys(ROLE_PRIVILEGES).map((name) => [name, having(name as RolePrivilege)]))).toEqual(
    {
      "present in room": all,
      "receive messages": all,
      "receive occupant presence": all,
      "broadcast presence to all occupants": all,
      "change availability status": all,
      "change room nickname": all,
      "send private messages": all,
      "invite other users": all,
      "send messages to all": "participant moderator",
      "modify subject": "moderator",
      "kick participants and visitors": "moderator",
      "grant voice": "moderator",
      "revoke voice": "moderator",
    },
  );
});

test("§5.2.1, table 6: the privileges of each affiliation", () => {
  const having = (privilege: AffiliationPrivilege): string =>
    AFFILIATIONS.filter((affiliation) => affiliationHas(affiliation, privilege)).join(" ");
  expect(
    Object.fromEntries(Object.keys(AFFILIATION_PRIVILEGES).map((name) => [name, having(name as AffiliationPrivilege)])),
  ).toEqual({
    "enter open room": "none member admin owner",
    "register with open room": "none member admin owner",
    "retrieve member list": "member admin owner",
    "enter members-only room": "member admin owner",
    "ban members and unaffiliated users": "admin owner",
    "edit member list": "admin owner",
    "assign and remove moderator role": "admin owner",
    "edit admin list": "owner",
    "edit owner list": "owner",
    "change room configuration": "owner",
    "destroy room": "owner",
  });
});

test("§5.1.2, table 4: the default role of each affiliation", () => {
  const roles = (isModerated: boolean): string[] => AFFILIATIONS.map((one) => defaultRole(one, isModerated));
  expect(roles(true)).toEqual(["none", "visitor", "participant", "moderator", "moderator"]);
  expect(roles(false)).toEqual(["none", "participant", "participant", "moderator", "moderator"]);
});

test("§5.2.2: admins may change lower affiliations, owners all, others none", () => {
  const low = ["outcast", "none", "member"];
  for (const actor of AFFILIATIONS)
    for (const from of AFFILIATIONS)
      for (const to of AFFILIATIONS) {
        const isLow = low.includes(from) && low.includes(to);
        const may = actor === "owner" || (actor === "admin" && isLow);
        expect([actor, from, to, mayChangeAffiliation(actor, from, to)]).toEqual([actor, from, to, may]);
      }
});

test("roles and affiliations are those of the standard", () => {
  expect([...ROLES, "owner", "", undefined].filter(isRole)).toEqual([...ROLES]);
  expect([...AFFILIATIONS, "moderator", "", undefined].filter(isAffiliation)).toEqual([...AFFILIATIONS]);
  expect(AFFILIATIONS.filter((affiliation) => isAtLeast(affiliation, "member"))).toEqual(["member", "admin", "owner"]);
});
