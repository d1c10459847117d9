// Applies the colours that were chosen here before, ahead of the first paint.
"use strict";
try {
	const theme = localStorage.getItem("theme");
	if (theme) document.documentElement.dataset.theme = theme;
} catch { /* no storage: as the system */ }
