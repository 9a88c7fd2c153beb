/** How the browser side is built and served while it is written: root src/web, out to dist/web with hashed names. */

import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where the API answers while the pages are served by Vite; another port is given as `--mode api=7170`. */
const apiOf = (mode: string) => `http://127.0.0.1:${/^api=(\d+)$/.exec(mode)?.[1] ?? '7070'}`

export default defineConfig(({ mode }) => ({
  root: at('src/web'),
  build: {
    // The gallery is for those who draw, not for those who use: it is built alone, by `--mode gallery`.
    outDir: at(mode === 'gallery' ? 'dist/gallery' : 'dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // The charts are one library of that size, loaded by the pages that draw one.
    chunkSizeWarningLimit: 900,
    // The server compresses once and serves the files for a year; names carry the hash.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: at(mode === 'gallery' ? 'src/web/gallery.html' : 'src/web/index.html'),
      output: {
        codeSplitting: {
          groups: [
            // What every page needs and what changes rarely, apart from what changes with each release.
            // tslib is here because the charts use it too: else every page would load the charts for it.
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|tslib)[\\/]/, priority: 30 },
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 20 },
            { name: 'graph', test: /node_modules[\\/]@xyflow[\\/]/, priority: 20 },
          ],
        },
      },
    },
  },
  // Icons one by one: the whole set is 6 000 modules, which the dev server would load each.
  optimizeDeps: { include: ['@tabler/icons-react'] },
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    port: 7173,
    proxy: Object.fromEntries(['/api', '/auth', '/in', '/healthz', '/readyz', '/metrics', '/openapi.json'].map((path) => [path, apiOf(mode)])),
  },
}))
