/** What `config check` says of the section [auth]. */
import { expect, test } from "bun:test";
import { registration } from "../xep/0077-registration.ts";
import { ConfigError } from "./error.ts";
import { readConfig } from "./read.ts";

/** The keys that something is wrong with. */
function wrong(...settings: string[]): readonly string[] {
  try {
    readConfig("", [registration], settings);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ key }) => key);
  }
}

test("keys are kept of the machine's passwords alone", () => {
  expect(wrong("auth.source=system", "auth.keep_keys=true")).toEqual([]);
  for (const source of ["internal", "command", "ldap"])
    expect(wrong(`auth.source=${source}`, "auth.keep_keys=true")).toContain("auth.keep_keys");
});

test("a service of PAM is the name of a file", () => {
  expect(wrong("auth.pam_service=jabber-home_2.x")).toEqual([]);
  for (const name of ["../login", "a/b", "", ".hidden", "a b"])
    expect(wrong(`auth.pam_service=${name}`)).toEqual(["auth.pam_service"]);
});

test("a program has its whole path", () => {
  expect(wrong("auth.source=command", "auth.command=/usr/bin/check --strict")).toEqual([]);
  for (const command of ["", "check", "./check"])
    expect(wrong("auth.source=command", `auth.command=${command}`)).toEqual(["auth.command"]);
});

test("a directory is asked inside of TLS, about a name", () => {
  const dn = "auth.ldap_dn=uid={name},dc=example,dc=com";
  for (const url of ["ldaps://ldap.example.com", "ldaps://ldap.example.com:1636/", "ldaps://[2001:db8::1]"])
    expect(wrong("auth.source=ldap", `auth.ldap_url=${url}`, dn)).toEqual([]);
  for (const url of ["", "ldap://ldap.example.com", "ldaps://", "ldaps://a/dc=example", "ldaps://user@a", "https://a"])
    expect(wrong("auth.source=ldap", `auth.ldap_url=${url}`, dn)).toEqual(["auth.ldap_url"]);
  expect(wrong("auth.source=ldap", "auth.ldap_url=ldaps://a.example", "auth.ldap_dn=dc=example")).toEqual([
    "auth.ldap_dn",
  ]);
});

test("nobody registers where accounts are made elsewhere, and an answer comes within a minute", () => {
  expect(wrong("auth.source=system", "registration.policy=open")).toEqual(["registration.policy"]);
  expect(wrong("registration.policy=open")).toEqual([]);
  expect(wrong("auth.timeout=500ms")).toEqual(["auth.timeout"]);
  expect(wrong("auth.timeout=2m")).toEqual(["auth.timeout"]);
});
