// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code under test is quoted
/** One weakness each: code that has it, and code that looks like it and is safe. */
export interface SafetyCase {
  cwe: number;
  what: string;
  path: string;
  flawed: string;
  safe: string;
}

const js = (cwe: number, what: string, flawed: string, safe: string): SafetyCase => ({
  cwe,
  what: `${what} (TypeScript)`,
  path: 'a.ts',
  flawed,
  safe,
});
const py = (cwe: number, what: string, flawed: string, safe: string): SafetyCase => ({
  cwe,
  what: `${what} (Python)`,
  path: 'a.py',
  flawed,
  safe,
});

export const SAFETY_CASES: readonly SafetyCase[] = [
  js(
    89,
    'SQL joined to a parameter',
    'function find(db, name) { return db.query("SELECT * FROM t WHERE n = \'" + name + "\'"); }',
    'function find(db, name) { return db.query("SELECT * FROM t WHERE n = $1", [name]); }',
  ),
  js(
    89,
    'SQL in a template, over a variable',
    'function f(db, id) { const sql = `DELETE FROM t WHERE id = ${id}`; return db.execute(sql); }',
    'function f(db, id: number) { const sql = `DELETE FROM t WHERE id = ${Number(id)}`; return db.execute(sql); }',
  ),
  js(
    89,
    'SQL grown piece by piece',
    'function f(db, s) { let q = "SELECT a FROM t"; q += " WHERE s = \'" + s + "\'"; return db.all(q); }',
    'const T = "orders"; function f(db, ids) { let q = `SELECT a FROM ${T}`; q += ` WHERE id IN (${ids.map(() => "?").join(", ")})`; return db.all(q, ids); }',
  ),
  py(
    89,
    'SQL in an f-string',
    'def f(cursor, name):\n    cursor.execute(f"SELECT * FROM t WHERE n = \'{name}\'")\n',
    'def f(cursor, name):\n    cursor.execute("SELECT * FROM t WHERE n = ?", (name,))\n',
  ),
  py(
    89,
    'SQL with % and format',
    'def f(c, n):\n    q = "SELECT * FROM t WHERE n = \'%s\'" % n\n    c.execute(q)\n',
    'COLUMNS = ("a", "b")\ndef f(c, ids):\n    marks = ", ".join("?" for _ in ids)\n    c.execute("SELECT {} FROM t WHERE id IN ({})".format(", ".join(COLUMNS), marks), ids)\n',
  ),
  py(
    89,
    'SQL ordered by a checked column',
    'def f(c, column):\n    c.execute("SELECT * FROM t ORDER BY " + column)\n',
    'def f(c, column):\n    if column not in ALLOWED:\n        raise ValueError(column)\n    c.execute("SELECT * FROM t ORDER BY " + column)\n',
  ),
  js(
    78,
    'shell command in a template',
    'import { exec } from "node:child_process"; function f(file) { exec(`convert ${file} out.png`); }',
    'import { exec, execFile } from "node:child_process"; function f(file) { exec("df -h"); execFile("convert", [file, "out.png"]); }',
  ),
  js(
    78,
    'arguments joined by a shell',
    'import * as cp from "child_process"; function f(name) { cp.spawn("ls", [name], { shell: true }); }',
    'import * as cp from "child_process"; function f(name, pattern) { cp.spawn("ls", [name]); pattern.exec(name); }',
  ),
  py(
    78,
    'os.system and shell=True',
    'import subprocess\ndef f(name):\n    subprocess.run(f"tar cf {name}.tar .", shell=True)\n',
    'import subprocess\nimport shlex\ndef f(name):\n    subprocess.run(["tar", "cf", name])\n    subprocess.run("tar cf " + shlex.quote(name), shell=True)\n',
  ),
  py(
    78,
    'a command for os.system',
    'import os\ndef f(name):\n    os.system("rm " + name)\n',
    'import os\ndef f(name):\n    os.system("sync")\n',
  ),
  js(
    79,
    'innerHTML',
    'function f(el, name) { el.innerHTML = `<b>${name}</b>`; }',
    'function f(el, name) { el.innerHTML = `<b>${escapeHtml(name)}</b>`; el.textContent = name; }',
  ),
  js(
    79,
    'an answer in HTML',
    'function f(req, res) { res.send(`<p>${req.query.name}</p>`); }',
    'function f(req, res) { res.send(`<p>${encodeURIComponent(req.query.name)}</p>`); res.send({ a: req.query.name }); }',
  ),
  py(
    79,
    'HTML returned from a view',
    'def page(name):\n    return f"<h1>{name}</h1>"\n',
    'import html\ndef page(name):\n    return f"<h1>{html.escape(name)}</h1>"\n',
  ),
  js(
    22,
    'a path below a folder',
    'import fs from "node:fs"; import path from "node:path"; function f(req) { return fs.readFileSync(path.join("/srv/files", req.params.name)); }',
    'import fs from "node:fs"; import path from "node:path"; function f(req) { return fs.readFileSync(path.join("/srv/files", path.basename(req.params.name))); }',
  ),
  js(
    22,
    'a path that is checked after it is resolved',
    'import fs from "fs"; import { resolve } from "path"; function f(name) { const file = resolve("/srv/files", name); return fs.readFileSync(file); }',
    'import fs from "fs"; import { resolve } from "path"; function f(name) { const file = resolve("/srv/files", name); if (!file.startsWith("/srv/files/")) throw new Error("no"); return fs.readFileSync(file); }',
  ),
  py(
    22,
    'os.path.join with a name',
    'import os\ndef f(name):\n    with open(os.path.join("/srv/files", name)) as file:\n        return file.read()\n',
    'import os\ndef f(path):\n    with open(path) as file:\n        return file.read()\n',
  ),
  py(
    22,
    'Path / name',
    'from pathlib import Path\ndef f(name):\n    return (Path("/srv") / "files" / name).read_text()\n',
    'from pathlib import Path\ndef f(name):\n    path = Path("/srv") / "files" / name\n    if not path.resolve().is_relative_to("/srv/files"):\n        raise ValueError(name)\n    return path.read_text()\n',
  ),
  py(
    502,
    'pickle',
    'import pickle\ndef f(data):\n    return pickle.loads(data)\n',
    'import json, pickle\ndef f(data):\n    copy = pickle.loads(pickle.dumps(data))\n    return json.loads(copy)\n',
  ),
  py(
    502,
    'yaml without a safe loader',
    'import yaml\ndef f(data):\n    return yaml.load(data)\n',
    'import yaml\ndef f(data):\n    yaml.load(data, Loader=yaml.SafeLoader)\n    return yaml.safe_load(data)\n',
  ),
  js(
    95,
    'eval and Function',
    'function f(text) { return eval(text); }',
    'function f(text) { eval("1 + 1"); return JSON.parse(text); }',
  ),
  py(
    95,
    'eval',
    'def f(text):\n    return eval(text)\n',
    'import ast\ndef f(text):\n    return ast.literal_eval(text)\n',
  ),
  js(
    328,
    'MD5 of a password',
    'import { createHash } from "crypto"; function f(password) { return createHash("md5").update(password).digest("hex"); }',
    'import { createHash } from "crypto"; function f(password) { return createHash("sha256").update(password).digest("hex"); }',
  ),
  py(
    328,
    'SHA-1',
    'import hashlib\ndef hash_password(password):\n    return hashlib.sha1(password).hexdigest()\n',
    'import hashlib\ndef etag(body):\n    return hashlib.sha1(body, usedforsecurity=False).hexdigest()\n',
  ),
  js(
    327,
    'DES',
    'import crypto from "crypto"; function f(k, iv) { return crypto.createCipheriv("des-ede3-cbc", k, iv); }',
    'import crypto from "crypto"; function f(k, iv) { return crypto.createCipheriv("aes-256-gcm", k, iv); }',
  ),
  py(
    327,
    'ECB',
    'from Crypto.Cipher import AES\ndef f(k):\n    return AES.new(k, AES.MODE_ECB)\n',
    'from Crypto.Cipher import AES\ndef f(k):\n    return AES.new(k, AES.MODE_GCM)\n',
  ),
  js(
    798,
    'a password in an object',
    'const options = { host: "db", password: "hunter2-made-up" };',
    'const options = { host: "db", password: process.env.PASSWORD, passwordField: "new-password", tokenUrl: "https://id.example/token" };',
  ),
  py(
    798,
    'a key in a variable and in a call',
    'API_KEY = "a1b2c3-made-up-d4e5"\n',
    'import os\nAPI_KEY = os.environ["API_KEY"]\nTOKEN_TYPE = "Bearer"\nPASSWORD_HINT = "at least 12 signs"\nconnect(password=API_KEY)\n',
  ),
  js(
    295,
    'certificates unchecked',
    'import https from "https"; const agent = new https.Agent({ rejectUnauthorized: false });',
    'import https from "https"; const agent = new https.Agent({ rejectUnauthorized: true });',
  ),
  py(
    295,
    'verify=False',
    'import requests\nrequests.get("https://a.example/", verify=False)\n',
    'import requests\nrequests.get("https://a.example/", verify="/etc/ca.pem")\n',
  ),
  py(
    377,
    'mktemp',
    'import tempfile\nname = tempfile.mktemp()\n',
    'import tempfile\nhandle, name = tempfile.mkstemp()\n',
  ),
  js(
    377,
    'a known name in /tmp',
    'import fs from "fs"; fs.writeFileSync("/tmp/report.txt", "x");',
    'import fs from "fs"; fs.mkdtempSync("/tmp/report-"); fs.readFileSync("/tmp/report.txt");',
  ),
  js(
    601,
    'a redirect to the request',
    'function f(req, res) { res.redirect(req.query.next); }',
    'const PAGES = { home: "/", cart: "/cart" }; function f(req, res) { res.redirect(PAGES[req.query.next] ?? "/"); res.redirect(`/orders/${req.params.id}`); }',
  ),
  py(
    601,
    'a redirect to an argument',
    'from flask import redirect, request\ndef f():\n    return redirect(request.args.get("next"))\n',
    'from flask import redirect, request, url_for\ndef f():\n    target = request.args.get("next")\n    if target not in PAGES:\n        return redirect(url_for("home"))\n    return redirect(target)\n',
  ),
  js(
    918,
    'fetch of what was sent',
    'async function f(req) { return fetch(req.body.url); }',
    'async function f(req) { return fetch(`https://rates.example/v1/${encodeURIComponent(req.body.code)}`); }',
  ),
  py(
    918,
    'requests.get of what was sent',
    'import requests\nfrom flask import request\ndef f():\n    return requests.get(request.json["url"])\n',
    'import requests\nfrom flask import request\ndef f():\n    return requests.get("https://rates.example/v1/" + request.json["code"])\n',
  ),
  js(
    338,
    'a token by Math.random',
    'function createToken() { return Math.random().toString(36); }',
    'const COLOURS = ["red"]; function pickColour() { return COLOURS[Math.floor(Math.random() * COLOURS.length)]; }',
  ),
  py(
    338,
    'a password by random',
    'import random\ndef new_password():\n    return "".join(random.choices("abc", k=12))\n',
    'import random, secrets\ndef shuffle_cards(cards):\n    return random.sample(cards, len(cards))\ndef new_password():\n    return secrets.token_urlsafe()\n',
  ),
  py(
    347,
    'a token whose signature is not checked',
    'import jwt\ndef f(token):\n    return jwt.decode(token, options={"verify_signature": False})\n',
    'import jwt\ndef f(token, key):\n    return jwt.decode(token, key, algorithms=["HS256"])\n',
  ),
  py(
    1336,
    'a template made of input',
    'from flask import render_template_string\ndef f(name):\n    return render_template_string("Hello " + name)\n',
    'from flask import render_template_string\ndef f(name):\n    return render_template_string("Hello {{ name }}", name=name)\n',
  ),
  py(732, 'a file for everybody', 'import os\nos.chmod("a", 0o777)\n', 'import os\nos.chmod("a", 0o640)\n'),
  js(
    532,
    'a password in a log',
    'function f(password) { console.log("signing in with", password); }',
    'function f(user) { console.log("signing in", user.id); }',
  ),
  py(489, 'debug mode', 'app.run(debug=True)\n', 'app.run(debug=False)\n'),
  js(
    1004,
    'a cookie for scripts',
    'function f(res, id) { res.cookie("session", id, { httpOnly: false }); }',
    'function f(res, id) { res.cookie("session", id, { httpOnly: true, secure: true }); }',
  ),
  py(
    611,
    'XML with entities',
    'from lxml import etree\nparser = etree.XMLParser(resolve_entities=True)\n',
    'from lxml import etree\nparser = etree.XMLParser(resolve_entities=False)\n',
  ),
];
