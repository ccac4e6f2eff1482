/// What a picture without data shows.
enum EmptyNote {
    static func shapes(in area: Rectangle) -> [SVGElement] {
        [.label("No data", at: area.center, .middle, "muted")]
    }
}
