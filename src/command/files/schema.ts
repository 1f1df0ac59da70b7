/** What is printed of uploaded files. */
import { integer, list, object, optional, part, text, time } from "../json/schema.ts";

export const FILE_SUMMARY = part(
  "FileSummary",
  object({
    until: optional(time("When it is deleted; not there where it stays.")),
    url: optional(text("Not there while no web server listens.")),
    id: text("128 bits, in base64url: whoever knows it may read the file."),
    owner: text("The bare JID of an account, or the domain of a component."),
    name: text("As its sender calls it."),
    type: text('A media type (RFC 6838): "image/jpeg".'),
    bytes: integer(),
    uploaded: time("Its day names the folder of the file."),
  }),
);

export const FILES_REPORT = part(
  "FilesReport",
  object({
    capacity: optional(
      integer("Bytes that all files together may have; not there where the free space of the disk is unknown."),
    ),
    limits: object({
      file: integer("Bytes of a file."),
      account: integer("Bytes of all files of an account."),
      day: integer("Bytes that an account may upload in a day."),
      keep: optional(integer("How long a file stays, in milliseconds; not there for ever.")),
    }),
    owners: list(object({ owner: text(), bytes: integer(), files: integer() }), "The one with most bytes first."),
    bytes: integer(),
    files: integer(),
  }),
);
