/** An uploaded file that an import brings. */

/** Where it is as long as it is on its way, in the home. */
export const STAGED = "import.part";
