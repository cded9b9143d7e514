/** A statement with what it is given; a list of rows goes as one parameter, in JSON. */
export interface Statement {
  text: string;
  values: readonly (string | number | boolean | null | Uint8Array)[];
}

/**
 * Rows that are sent along with a statement, as a table of its own: `$1` is the text of a JSON list of objects.
 * @param types of the columns, by name
 */
export const sentRows = (types: Readonly<Record<string, string>>, parameter = 1): string =>
  `json_to_recordset($${parameter}::text::json) AS sent(${Object.entries(types)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ')})`;

/** A list of texts that is sent along, as an array. */
export const sentTexts = (parameter = 1): string =>
  `ARRAY(SELECT json_array_elements_text($${parameter}::text::json))`;

export const asJson = (rows: readonly unknown[]): string => JSON.stringify(rows);
