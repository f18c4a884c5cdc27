package claimwire.compat;

import java.io.IOException;
import java.io.StringReader;
import java.text.ParseException;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** The synonym_graph filter with rules in the index settings; the rules pass through the filters that precede it. */
final class SynonymFilter implements TokenFilterFactory {
    static final AnalysisProvider<TokenFilterFactory> PROVIDER = new AnalysisProvider<>() {
        @Override
        public TokenFilterFactory get(IndexSettings index, Environment environment, String name, Settings settings) {
            return new SynonymFilter(name, settings);
        }

        @Override
        public boolean requiresAnalysisSettings() {
            return true;
        }
    };

    private final String name;
    private final Settings settings;

    private SynonymFilter(String name, Settings settings) {
        this.name = name;
        this.settings = settings;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        throw new IllegalStateException("a synonym filter is made from the chain it stands in");
    }

    @Override
    public TokenFilterFactory getChainAwareTokenFilterFactory(
        IndexCreationContext context,
        TokenizerFactory tokenizer,
        List<CharFilterFactory> charFilters,
        List<TokenFilterFactory> previous,
        Function<String, TokenFilterFactory> all) {
        Analyzer chain = new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer source = tokenizer.create();
                TokenStream tokens = source;
                for (TokenFilterFactory filter : previous) {
                    tokens = filter.getSynonymFilter().create(tokens);
                }
                return new TokenStreamComponents(source, tokens);
            }
        };
        SynonymMap synonyms = parse(chain);
        return new TokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream tokens) {
                return synonyms.fst == null ? tokens : new SynonymGraphFilter(tokens, synonyms, false);
            }
        };
    }

    private SynonymMap parse(Analyzer chain) {
        SolrSynonymParser parser = new SolrSynonymParser(true, settings.getAsBoolean("expand", true), chain);
        try {
            parser.parse(new StringReader(String.join("\n", settings.getAsList("synonyms"))));
            return parser.build();
        } catch (IOException | ParseException failure) {
            throw new IllegalArgumentException("bad synonyms in filter " + name, failure);
        }
    }
}
