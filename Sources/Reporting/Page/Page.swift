/// A page with sections, as one HTML file that needs no network.
struct Page {
    /// A section, to which the navigation leads.
    struct Section {
        let id: String
        let name: String
        let content: HTML
    }

    /// The heading of the page.
    let title: String

    /// Remarks below the heading.
    var notes: [String] = []

    /// The sections, of which those without content are left out.
    let sections: [Section]

    /// The whole file.
    var html: String {
        let shown = sections.filter { !$0.content.text.isEmpty }
        let links = shown.map { "<a href=\"#\($0.id)\">\($0.name)</a>\n" as HTML }
        let remarks = notes.map { "<p class=\"soft\">\($0)</p>\n" as HTML }
        let script = HTML.own(ReportScript.text)
        let digest = HTML.own(ReportScript.digest)
        let policy: HTML = "default-src 'none'; style-src 'unsafe-inline'; script-src '\(digest)'"
        let page: HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="generator" content="Trellis">
            <title>\(title)</title>
            <style>\(HTML.chartStyle)
            \(ReportStyle.sheet)</style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            \(remarks)<nav aria-label="Sections">\(links)</nav>
            </header>
            <main>
            \(shown.map { HTML.section($0.id, $0.name, $0.content) })</main>
            <footer>Made by Trellis.</footer>
            <script>\(script)</script>
            </body>
            </html>

            """
        return page.text
    }
}
