import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import express from 'express';
import { query } from '../database.js';

const RATES_URL = 'https://rates.harbour.example/latest';

function readPage(parameters) {
  const number = Number.parseInt(parameters.page ?? '1', 10);
  const size = Number.parseInt(parameters.size ?? '20', 10);
  if (Number.isNaN(number) || number < 1) return { offset: 0, limit: size };
  const offset = (number - 1) * size;
  return { offset, limit: size };
}

/** Never more than a screenful, whatever was asked for. */
function readGalleryPage(parameters) {
  const number = Number.parseInt(parameters.page ?? '1', 10);
  const size = Math.min(Number.parseInt(parameters.size ?? '12', 10), 48);
  return Number.isNaN(number) || number < 1 ? { offset: 0, limit: size } : { offset: (number - 1) * size, limit: size };
}

export async function readPicture(folder, name) {
  const path = join(folder, 'pictures', name);
  return readFile(path);
}

export async function readThumbnail(folder, name) {
  return readFile(join(folder, 'thumbnails', basename(name)));
}

/** Takes a supplier's picture over into our own store. */
export async function importPicture(request) {
  const source = request.body.picture_url;
  const answer = await fetch(source);
  return Buffer.from(await answer.arrayBuffer());
}

export async function exchangeRate(currency) {
  const answer = await fetch(`${RATES_URL}?currency=${encodeURIComponent(currency)}`);
  const { rate } = await answer.json();
  return rate;
}

export function mediaRoutes({ mediaFolder }) {
  const router = express.Router();
  router.get('/', async (request, response) => {
    const { offset, limit } = readPage(request.query);
    response.json(await query('SELECT name FROM pictures OFFSET $1 LIMIT $2', [offset, limit]));
  });
  router.get('/gallery', async (request, response) => {
    const { offset, limit } = readGalleryPage(request.query);
    response.json(await query('SELECT name FROM pictures WHERE shown OFFSET $1 LIMIT $2', [offset, limit]));
  });
  router.get('/pictures/*name', async (request, response) => {
    response.type('jpeg').send(await readPicture(mediaFolder, request.params.name));
  });
  router.get('/thumbnails/:name', async (request, response) => {
    response.type('jpeg').send(await readThumbnail(mediaFolder, request.params.name));
  });
  router.post('/import', async (request, response) => {
    const picture = await importPicture(request);
    response.status(201).json({ size: picture.length, rate: await exchangeRate(request.body.currency) });
  });
  return router;
}
