package candor.examples.variationallstm;

import candor.nn.data.Batch;
import candor.nn.data.Dataset;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Texts of a language in three parts, as characters: for training, for every choice, and for the result alone. Authors
/// take turns.
///
/// A character is a token: 0 pads, 1 stands before a text and behind it, then come space, full stop and letters.
final class Corpus {
  static final int PADDING = 0;
  static final int TOKENS = 30;
  private static final int BOUNDARY = 1;
  private static final int SENTENCES = 3;

  /// Parts of the texts.
  enum Part {
    TRAINING, VALIDATION, TEST
  }

  private final List<String> texts = new ArrayList<>();

  /// Has a part written.
  Corpus(Language language, Part part, int size, long seed) {
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("texts").child(part.name());
    for (int i = 0; i < size; i++) {
      texts.add(language.write(author(i), SENTENCES, stream, i));
    }
  }

  static int author(int text) {
    return text % Language.AUTHORS;
  }

  int size() {
    return texts.size();
  }

  String text(int i) {
    return texts.get(i);
  }

  /// Authors of all texts.
  int[] authors() {
    int[] authors = new int[texts.size()];
    Arrays.setAll(authors, Corpus::author);
    return authors;
  }

  /// Number of characters to predict: those of all texts, and their ends.
  int characters() {
    return texts.stream().mapToInt(text -> text.length() + 1).sum();
  }

  /// The tokens of a text, a boundary before and behind.
  static int[] tokens(String text) {
    int[] tokens = new int[text.length() + 2];
    tokens[0] = BOUNDARY;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      tokens[i + 1] = c == ' ' ? 2 : c == '.' ? 3 : 4 + c - 'a';
    }
    tokens[text.length() + 1] = BOUNDARY;
    return tokens;
  }

  /// Texts to go on with: inputs from the boundary before a text to its last character, targets one further.
  Dataset toContinue() {
    return new Texts() {
      @Override
      public Batch batch(int... index) {
        return new Batch(padded(index, 0, 1), padded(index, 1, 0), index.clone());
      }
    };
  }

  /// Texts whose author is asked for.
  Dataset toAttribute() {
    return new Texts() {
      @Override
      public Batch batch(int... index) {
        int[] authors = Arrays.stream(index).map(Corpus::author).toArray();
        return new Batch(padded(index, 1, 1), Tensor.of(authors, authors.length), index.clone());
      }
    };
  }

  private abstract class Texts implements Dataset {
    @Override
    public int size() {
      return texts.size();
    }

    /// Tokens of texts without some at the start and at the end, padded to the longest.
    Tensor padded(int[] index, int skip, int drop) {
      int[][] rows = Arrays.stream(index).mapToObj(texts::get).map(Corpus::tokens).toArray(int[][]::new);
      int longest = Arrays.stream(rows).mapToInt(row -> row.length).max().orElse(skip + drop) - skip - drop;
      int[] flat = new int[rows.length * longest];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(rows[i], skip, flat, i * longest, rows[i].length - skip - drop);
      }
      return Tensor.of(flat, rows.length, longest);
    }
  }
}
