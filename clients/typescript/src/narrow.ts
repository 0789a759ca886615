/**
 * Whether something is of a type that this version knows: is(block, "type", "step"), is(section, "key", "process").
 *
 * A plain comparison does not tell the compiler as much, since the type of what is newer can be any string.
 */
export function is<Union, Name extends keyof Union, Value extends Union[Name] & string>(
  one: Union,
  name: Name,
  value: Value,
): one is Extract<Union, Record<Name, Value>> {
  return one[name] === value;
}
