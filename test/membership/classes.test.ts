import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  beginClass,
  chooseClass,
  classesFile,
  forgetClass,
  keepClass,
  newCode,
  readClasses,
} from '../../src/membership/classes.ts';
import { registryPlace } from '../../src/membership/registry-place.ts';
import { classCode } from '../../src/schema/community/class-code.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const AT = Date.UTC(2026, 8, 1);

function keeping() {
  const data = temporaryFolder();
  const keeper = { data, user: process.geteuid?.() ?? null };
  const place = registryPlace('https://tito.example.edu', { cwd: data, data });
  const begin = (name: string) => beginClass(keeper, place, { name, expires_at: null }, AT);
  const made = (name: string) => {
    const { class_id } = begin(name);
    return keepClass(keeper, place, class_id, () => ({ state: 'created' }));
  };
  return { data, keeper, place, begin, made, file: classesFile(keeper, place) };
}

describe('the classes that were made here', () => {
  it('are none at first, and kept by registry where only their owner reads them', () => {
    const { keeper, place, begin, file, data } = keeping();
    expect(readClasses(keeper, place)).toEqual([]);
    const own = begin('CS249');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readClasses(keeper, place)).toEqual([own]);
    expect(own).toMatchObject({ name: 'CS249', state: 'pending', next_code: null });
    expect(classCode.parse(own.code)).toBe(own.code);
    const other = registryPlace('https://other.example.edu', { cwd: data, data });
    expect(readClasses(keeper, other)).toEqual([]);
  });

  it('go on with one whose making was cut off, and refuse a second of one name', () => {
    const { begin, made, keeper, place } = keeping();
    const first = begin('CS249');
    expect(begin('CS249')).toEqual(first);
    made('CS249');
    expect(() => begin('CS249')).toThrow("You have a class 'CS249' already");
    forgetClass(keeper, place, first.class_id);
    expect(begin('CS249').class_id).not.toBe(first.class_id);
  });

  it('change from what stands on disk', () => {
    const { keeper, place, made } = keeping();
    const own = made('CS249');
    const next_code = newCode();
    keepClass(keeper, place, own?.class_id ?? '', () => ({ next_code }));
    expect(readClasses(keeper, place)[0]).toMatchObject({ code: own?.code, next_code });
    expect(keepClass(keeper, place, 'nothing', () => ({ next_code: null }))).toBeNull();
  });

  it('are meant by name however it is written, by id, or as the only one', () => {
    const { keeper, place, made } = keeping();
    const choose = (name?: string) => chooseClass(readClasses(keeper, place), name, place.text);
    expect(() => choose()).toThrow('You have made no class at https://tito.example.edu');
    const own = made('CS249 Fall');
    expect(choose()).toEqual(own);
    const second = made('CS101');
    expect(choose('cs249 fall ')).toEqual(own);
    expect(choose(second?.class_id)).toEqual(second);
    expect(() => choose()).toThrow('You have several classes');
    expect(() => choose('CS7')).toThrow("You have no class 'CS7'");
  });

  it('are not read where others may, and a damaged file is left as it is', () => {
    const { keeper, place, begin, file } = keeping();
    begin('CS249');
    chmodSync(file, 0o644);
    expect(() => readClasses(keeper, place)).toThrow('others on this machine may open it');
    chmodSync(file, 0o600);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, -20));
    expect(() => begin('CS101')).toThrow("can't be understood");
    expect(readFileSync(file, 'utf8')).toBe(text.slice(0, -20));
  });
});
