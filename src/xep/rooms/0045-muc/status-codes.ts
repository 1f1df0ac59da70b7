/** XEP-0045 §16.6: the status codes in use, by what they mean. */
export const STATUS = {
  "occupants see full JIDs": 100,
  "configuration changed": 104,
  "self-presence": 110,
  "logging is on": 170,
  "logging is off": 171,
  "now non-anonymous": 172,
  "now semi-anonymous": 173,
  "room created": 201,
  "nickname assigned": 210,
  banned: 301,
  "new nickname": 303,
  kicked: 307,
  "affiliation changed": 321,
  "now members-only": 322,
  "service shuts down": 332,
  "technical problem": 333,
} as const;

export type Status = keyof typeof STATUS;
