/// A text that the user wrote, and its location.
package struct PlacedText: Sendable, Equatable {
    /// The text.
    package let text: String

    /// The location of the text.
    package let place: TextPlace

    /// Creates a text and its location.
    package init(text: String, place: TextPlace) {
        (self.text, self.place) = (text, place)
    }
}
