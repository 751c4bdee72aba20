package candor.examples.variationallstm;

import candor.nn.data.Batch;
import candor.nn.data.Dataset;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Texts of a language in four parts: to train language models, to train classifiers, for every choice, and for the result
/// alone. Authors take turns.
///
/// Texts to continue are sequences of characters, texts to attribute of words. Token 0 pads. Of characters, token 1 stands
/// before a text and behind it, then come space, full stop and letters; of words, the language's words in their order.
final class Corpus {
  static final int PADDING = 0;
  static final int CHARACTERS = 30;
  private static final int BOUNDARY = 1;
  private static final int SENTENCES = 3;

  /// Parts of the texts.
  enum Part {
    TRAINING, SIGNED, VALIDATION, TEST
  }

  private final List<String> texts = new ArrayList<>();
  private final List<String> words;

  /// Has a part written.
  Corpus(Language language, Part part, int size, long seed) {
    words = language.words();
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

  /// The characters of a text, a boundary before and behind.
  static int[] characters(String text) {
    int[] tokens = new int[text.length() + 2];
    tokens[0] = BOUNDARY;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      tokens[i + 1] = c == ' ' ? 2 : c == '.' ? 3 : 4 + c - 'a';
    }
    tokens[text.length() + 1] = BOUNDARY;
    return tokens;
  }

  /// The words of a text.
  int[] words(String text) {
    return Arrays.stream(text.split(" ", -1)).mapToInt(word -> 1 + words.indexOf(word)).toArray();
  }

  /// Number of tokens of texts of words.
  int vocabulary() {
    return 1 + words.size();
  }

  /// Texts to go on with: inputs from the boundary before a text to its last character, targets one further.
  Dataset toContinue() {
    return new Texts() {
      @Override
      public Batch batch(int... index) {
        int[][] rows = rows(Corpus::characters, index);
        Tensor inputs = padded(rows, row -> Arrays.copyOf(row, row.length - 1));
        return new Batch(inputs, padded(rows, row -> Arrays.copyOfRange(row, 1, row.length)), index.clone());
      }
    };
  }

  /// Texts whose author is asked for.
  Dataset toAttribute() {
    return new Texts() {
      @Override
      public Batch batch(int... index) {
        int[] authors = Arrays.stream(index).map(Corpus::author).toArray();
        Tensor inputs = padded(rows(Corpus.this::words, index), row -> row);
        return new Batch(inputs, Tensor.of(authors, authors.length), index.clone());
      }
    };
  }

  private int[][] rows(Function<String, int[]> tokens, int... index) {
    return Arrays.stream(index).mapToObj(texts::get).map(tokens).toArray(int[][]::new);
  }

  /// Parts of rows, padded to the longest.
  private static Tensor padded(int[][] rows, UnaryOperator<int[]> part) {
    int[][] parts = Arrays.stream(rows).map(part).toArray(int[][]::new);
    int longest = Arrays.stream(parts).mapToInt(row -> row.length).max().orElse(0);
    int[] flat = new int[parts.length * longest];
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(parts[i], 0, flat, i * longest, parts[i].length);
    }
    return Tensor.of(flat, parts.length, longest);
  }

  private abstract class Texts implements Dataset {
    @Override
    public int size() {
      return texts.size();
    }
  }
}
