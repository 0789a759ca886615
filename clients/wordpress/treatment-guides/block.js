// The block in WordPress's editor: what is chosen at the side, what readers will see in the page.
( ( { blocks, element, blockEditor, components, serverSideRender, i18n } ) => {
	const { createElement: h, Fragment } = element;
	const { __ } = i18n;
	const SECTIONS = [
		[ '', __( 'The whole guide', 'treatment-guides' ) ],
		[ 'mechanism', __( 'How it works', 'treatment-guides' ) ],
		[ 'process', __( 'What happens', 'treatment-guides' ) ],
		[ 'sessions', __( 'Sessions and results', 'treatment-guides' ) ],
		[ 'safety', __( 'Is it right for you?', 'treatment-guides' ) ],
		[ 'combinations', __( 'Combining treatments', 'treatment-guides' ) ],
	];
	const FIELDS = [
		[ 'guide', __( 'Guide', 'treatment-guides' ), __( 'The last part of its address. Empty: the list of the branch.', 'treatment-guides' ) ],
		[ 'branch', __( 'Branch', 'treatment-guides' ), __( 'The last part of its address, for prices and booking.', 'treatment-guides' ) ],
		[ 'locale', __( 'Language', 'treatment-guides' ), __( 'Such as en or hi. Empty: that of the group.', 'treatment-guides' ) ],
	];

	blocks.registerBlockType( 'treatment-guides/section', {
		edit( { attributes, setAttributes } ) {
			const set = ( name ) => ( value ) => setAttributes( { [ name ]: value } );
			const fields = FIELDS.map( ( [ name, label, help ] ) =>
				h( components.TextControl, { key: name, label, help, value: attributes[ name ], onChange: set( name ) } )
			);
			const section = h( components.SelectControl, {
				key: 'section',
				label: __( 'Part', 'treatment-guides' ),
				value: attributes.section,
				options: SECTIONS.map( ( [ value, label ] ) => ( { value, label } ) ),
				onChange: set( 'section' ),
			} );
			const side = h( blockEditor.InspectorControls, {}, h( components.PanelBody, { title: __( 'What is shown', 'treatment-guides' ) }, fields, section ) );
			const shown = h( components.Disabled, {}, h( serverSideRender, { block: 'treatment-guides/section', attributes } ) );
			return h( Fragment, {}, side, h( 'div', blockEditor.useBlockProps(), shown ) );
		},
		save: () => null,
	} );
} )( window.wp );
