/** XEP-0045 §8.2 to §8.4, §9.6, §9.7: who gives which role to whom. */
import { expect, test } from "bun:test";
import { StanzaError } from "../../../../stanza-error.ts";
import { type Affiliation, defaultRole, type Role } from "../privileges.ts";
import { checkMaySetRole } from "./role-rules.ts";

function outcome(actor: readonly [Role, Affiliation], target: readonly [Role, Affiliation], role: Role): string {
  const standing = ([role, affiliation]: readonly [Role, Affiliation]) => ({ role, affiliation });
  try {
    checkMaySetRole(standing(actor), standing(target), role);
    return "";
  } catch (error) {
    if (error instanceof StanzaError) return error.condition;
    throw error;
  }
}

const BY_OFFICE = (affiliation: Affiliation) => [defaultRole(affiliation, false), affiliation] as const;

for (const [what, actor, target, role, expected] of [
  ["a visitor kicks nobody", ["visitor", "none"], ["participant", "none"], "none", "forbidden"],
  ["a participant kicks nobody", ["participant", "member"], ["participant", "none"], "none", "forbidden"],
  ["a moderator kicks a participant", ["moderator", "none"], ["participant", "none"], "none", ""],
  [
    "a moderator does not kick a member from below",
    ["moderator", "none"],
    ["participant", "member"],
    "none",
    "not-allowed",
  ],
  ["a moderator does not kick another", ["moderator", "none"], ["moderator", "none"], "none", "forbidden"],
  ["an admin kicks a moderator", BY_OFFICE("admin"), ["moderator", "member"], "none", ""],
  ["an admin kicks an admin", BY_OFFICE("admin"), BY_OFFICE("admin"), "none", ""],
  ["an admin does not kick an owner", BY_OFFICE("admin"), BY_OFFICE("owner"), "none", "not-allowed"],
  ["an owner kicks an admin", BY_OFFICE("owner"), BY_OFFICE("admin"), "none", ""],
  ["a moderator grants voice", ["moderator", "none"], ["visitor", "none"], "participant", ""],
  ["a moderator takes voice", ["moderator", "none"], ["participant", "none"], "visitor", ""],
  ["a moderator takes no equal's voice", ["moderator", "member"], ["participant", "member"], "visitor", "not-allowed"],
  ["an owner takes no admin's voice", BY_OFFICE("owner"), BY_OFFICE("admin"), "visitor", "not-allowed"],
  ["an owner gives an admin who has lost it a voice", BY_OFFICE("owner"), ["visitor", "admin"], "participant", ""],
  ["a moderator makes no moderator", ["moderator", "member"], ["participant", "none"], "moderator", "forbidden"],
  ["an admin makes a moderator", BY_OFFICE("admin"), ["visitor", "none"], "moderator", ""],
  ["an admin unmakes a moderator", BY_OFFICE("admin"), ["moderator", "none"], "participant", ""],
  ["a moderator unmakes none", ["moderator", "none"], ["moderator", "none"], "participant", "forbidden"],
  ["an owner unmakes no admin", BY_OFFICE("owner"), BY_OFFICE("admin"), "participant", "not-allowed"],
] as const)
  test(what, () => expect(outcome(actor, target, role)).toBe(expected));
