// Keeps a copy of the site, so that it works without a network. The build tool writes the
// list of files; its hash names the copy, so a new build makes a new one.
"use strict";

const files = {{.Precache}};
const copy = "gobragg-{{.Version}}";

self.addEventListener("install", (event) => {
	event.waitUntil((async () => {
		const cache = await caches.open(copy);
		await cache.addAll(files);
		await self.skipWaiting();
	})());
});

self.addEventListener("activate", (event) => {
	event.waitUntil((async () => {
		for (const name of await caches.keys()) {
			if (name.startsWith("gobragg-") && name !== copy) await caches.delete(name);
		}
		await self.clients.claim();
	})());
});

self.addEventListener("fetch", (event) => {
	if (event.request.method !== "GET" || new URL(event.request.url).origin !== location.origin) return;
	event.respondWith((async () => {
		const cache = await caches.open(copy);
		return (await cache.match(event.request, { ignoreSearch: true })) ?? fetch(event.request);
	})());
});
